/** `npx tsx scripts/scene-schema.ts`: writes the JSON Schema of scene files, from the schema that the reader uses. */
import { writeFile } from 'node:fs/promises';
import { toJsonSchema } from '@valibot/to-json-schema';
import { SceneFileSchema } from '../src/scene';
import { runScript } from './lib/cli';

export const SCHEMA_FILE = 'public/scene-1.schema.json';

export function sceneJsonSchema(): string {
  const schema = toJsonSchema(SceneFileSchema, { target: 'draft-2020-12' });
  return `${JSON.stringify({ title: 'A scene of Blobroom, version 1', ...schema }, null, 2)}\n`;
}

if (import.meta.url === new URL(process.argv[1] ?? '', 'file:').href) {
  runScript(async () => {
    await writeFile(SCHEMA_FILE, sceneJsonSchema());
    return 0;
  });
}
