/** A model's files from the page's host. */
import { fault } from '../faults';
import { type Manifest, filesOf, firstFilesOf, parseManifest } from '../convert/manifest';
import { download } from './download';
import type { ReadFile } from './pipeline';

export interface ModelFiles {
  readonly manifest: Manifest;
  /** Gives a file as often as it is asked for; one that no first picture needs comes only then. */
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
 * Fetches every file of a model that its first picture needs, telling how far it is.
 * @throws Fault when one is missing or damaged
 */
export async function fetchModel(
  manifestUrl: string,
  onBytes: (loaded: number, total: number) => void,
): Promise<ModelFiles> {
  const manifest = await fetchManifest(manifestUrl);
  const facts = firstFilesOf(manifest);
  const total = facts.reduce((sum, fact) => sum + fact.bytes, 0);
  let loaded = 0;
  const files = new Map<string, Uint8Array>();
  await Promise.all(
    facts.map(async (fact) => {
      const bytes = await download(manifestUrl, fact, (count) => onBytes((loaded += count), total));
      files.set(fact.file, bytes);
    }),
  );
  const later = new Map(filesOf(manifest).map((fact) => [fact.file, fact]));
  const read: ReadFile = async (name) =>
    files.get(name) ?? (await download(manifestUrl, later.get(name)!, () => undefined));
  return { manifest, read };
}
