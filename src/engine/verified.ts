/** Files of a stored model are checked before they are used: a device may lose or change what it keeps. */
import { fault } from '../faults';
import { filesOf } from '../convert/manifest';
import { isWhole } from './download';
import type { ModelFiles } from './files';

/** @returns the same files, read with a check: a Fault when one is not what the manifest names */
export function verified({ manifest, read }: ModelFiles): ModelFiles {
  const facts = new Map(filesOf(manifest).map((fact) => [fact.file, fact]));
  return {
    manifest,
    read: async (name) => {
      const bytes = await read(name).catch(() => null);
      if (bytes && (await isWhole(bytes, facts.get(name)!))) return bytes;
      throw fault('storedFileDamaged', { model: manifest.name, file: name });
    },
  };
}
