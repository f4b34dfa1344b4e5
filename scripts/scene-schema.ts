/** `npx tsx scripts/scene-schema.ts`: writes the JSON Schemas of scene files, from those that the reader uses. */
import { writeFile } from 'node:fs/promises';
import { toJsonSchema } from '@valibot/to-json-schema';
import { SCENE_FILE_SCHEMAS } from '../src/scene';
import { runScript } from './lib/cli';

export const SCENE_VERSIONS = [1, 2, 3] as const;
type SceneVersion = (typeof SCENE_VERSIONS)[number];

export const schemaFile = (version: SceneVersion): string => `public/scene-${version}.schema.json`;

export function sceneJsonSchema(version: SceneVersion): string {
  const schema = toJsonSchema(SCENE_FILE_SCHEMAS[version], { target: 'draft-2020-12' });
  return `${JSON.stringify({ title: `A scene of Blobroom, version ${version}`, ...schema }, null, 2)}\n`;
}

if (import.meta.url === new URL(process.argv[1] ?? '', 'file:').href) {
  runScript(async () => {
    for (const version of SCENE_VERSIONS) await writeFile(schemaFile(version), sceneJsonSchema(version));
    return 0;
  });
}
