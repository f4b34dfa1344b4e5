/** A model's files from the page's host. */
import { fault } from '../faults';
import { type Manifest, filesOf, parseManifest } from '../convert/manifest';
import { download } from './download';
import type { ReadFile } from './pipeline';

export interface ModelFiles {
  readonly manifest: Manifest;
  /** Gives a file as often as it is asked for. */
  readonly read: ReadFile;
}

async function fetchManifest(url: string): Promise<Manifest> {
  const response = await fetch(url).catch(() => null);
  if (!response) throw fault('modelUnreachable');
  if (!response.ok) throw fault('modelMissing', { address: url, status: response.status });
  const json: unknown = await response.json().catch(() => {
    throw fault('manifestNoJson', { address: url });
  });
  return parseManifest(json);
}

/**
 * Fetches every file of a model, telling how far it is.
 * @throws Fault when one is missing or damaged
 */
export async function fetchModel(
  manifestUrl: string,
  onBytes: (loaded: number, total: number) => void,
): Promise<ModelFiles> {
  const manifest = await fetchManifest(manifestUrl);
  const facts = filesOf(manifest);
  const total = facts.reduce((sum, fact) => sum + fact.bytes, 0);
  let loaded = 0;
  const files = new Map<string, Uint8Array>();
  await Promise.all(
    facts.map(async (fact) => {
      const bytes = await download(manifestUrl, fact, (count) => onBytes((loaded += count), total));
      files.set(fact.file, bytes);
    }),
  );
  return { manifest, read: async (name) => files.get(name)! };
}
