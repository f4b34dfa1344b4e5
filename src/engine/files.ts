/** A model's files from the page's host. */
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
  if (!response) throw new Error('The model could not be fetched: check the connection and reload the page.');
  if (!response.ok) throw new Error(`There is no model at ${url} (${response.status}).`);
  const json: unknown = await response.json().catch(() => {
    throw new Error(`What lies at ${url} is no manifest of a model: it is not JSON.`);
  });
  return parseManifest(json);
}

/**
 * Fetches every file of a model, telling how far it is.
 * @throws Error with one sentence when one is missing or damaged
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
