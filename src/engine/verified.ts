/** Files of a stored model are checked before they are used: a device may lose or change what it keeps. */
import { filesOf } from '../convert/manifest';
import { isWhole } from './download';
import type { ModelFiles } from './files';

/** @returns the same files, read with a check: an Error with one sentence when one is not what the manifest names */
export function verified({ manifest, read }: ModelFiles): ModelFiles {
  const facts = new Map(filesOf(manifest).map((fact) => [fact.file, fact]));
  return {
    manifest,
    read: async (name) => {
      const bytes = await read(name).catch(() => null);
      if (bytes && (await isWhole(bytes, facts.get(name)!))) return bytes;
      throw new Error(
        `The model "${manifest.name}" is damaged on this device (${name}): delete it and open its checkpoint again.`,
      );
    },
  };
}
