/**
 * Converted models on this device: the origin-private file system, a folder per model, named by the model's id.
 * A model is written under a draft's name and moved when it is whole, manifest last: what is listed can be loaded.
 */
import { MANIFEST_FILE, type Manifest, filesOf, parseManifest, sizeOf } from '../convert';

const ROOT = 'models';
const DRAFT = 'draft-';

export interface StoredModel {
  readonly manifest: Manifest;
  readonly bytes: number;
}

/** What went wrong, for a person: a full device is by far the most likely. */
function sentence(error: unknown): Error {
  if (error instanceof DOMException && error.name === 'QuotaExceededError') {
    return new Error(
      'There is no room left for this model: delete another one, or free space on this device.',
    );
  }
  return error instanceof Error ? error : new Error(String(error));
}

async function root(): Promise<FileSystemDirectoryHandle> {
  const storage = await navigator.storage.getDirectory();
  return storage.getDirectoryHandle(ROOT, { create: true });
}

async function readFile(folder: FileSystemDirectoryHandle, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = await (await folder.getFileHandle(name)).getFile();
  return new Uint8Array(await file.arrayBuffer());
}

async function writeFile(
  folder: FileSystemDirectoryHandle,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const handle = await folder.getFileHandle(name, { create: true });
  const stream = await handle.createWritable();
  try {
    await stream.write(bytes);
    await stream.close();
  } catch (error) {
    await stream.abort().catch(() => undefined);
    throw sentence(error);
  }
}

async function manifestIn(folder: FileSystemDirectoryHandle): Promise<Manifest> {
  return parseManifest(JSON.parse(new TextDecoder().decode(await readFile(folder, MANIFEST_FILE))));
}

/** Every model that is whole. What a conversion left behind when the page was closed is cleared away. */
export async function listModels(): Promise<StoredModel[]> {
  const folder = await root();
  const found: StoredModel[] = [];
  const broken: string[] = [];
  for await (const [name, handle] of folder.entries()) {
    if (handle.kind !== 'directory') continue;
    try {
      const manifest = await manifestIn(handle as FileSystemDirectoryHandle);
      found.push({ manifest, bytes: sizeOf(manifest) });
    } catch {
      // A draft belongs to a conversion that may still run in another tab: it goes when it is a day old.
      const started = Number(name.slice(DRAFT.length));
      if (!name.startsWith(DRAFT) || Date.now() - started > 86_400_000) broken.push(name);
    }
  }
  for (const name of broken) await folder.removeEntry(name, { recursive: true }).catch(() => undefined);
  return found.sort((a, b) => a.manifest.name.localeCompare(b.manifest.name));
}

export async function deleteModel(id: string): Promise<void> {
  await (await root()).removeEntry(id, { recursive: true });
}

/** A stored model's manifest and its files. */
export async function openStored(
  id: string,
): Promise<{ manifest: Manifest; read: (name: string) => Promise<Uint8Array> }> {
  const folder = await (await root()).getDirectoryHandle(id).catch(() => {
    throw new Error('This model is not on this device any more: open its checkpoint again.');
  });
  return { manifest: await manifestIn(folder), read: (name) => readFile(folder, name) };
}

/** Takes a model's files one by one, the manifest last. */
export interface ModelWriter {
  write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Gives the model its place; an older one with the same id is replaced. */
  finish(manifest: Manifest): Promise<void>;
  abort(): Promise<void>;
}

export async function writeModel(): Promise<ModelWriter> {
  const folder = await root();
  const draft = `${DRAFT}${Date.now()}`;
  const target = await folder.getDirectoryHandle(draft, { create: true });
  return {
    write: (name, bytes) => writeFile(target, name, bytes),
    async finish(manifest) {
      // Folders cannot be renamed everywhere: the files move, the manifest as the last of them.
      const place = await folder.getDirectoryHandle(manifest.id, { create: true });
      const names = [...filesOf(manifest).map(({ file }) => file), MANIFEST_FILE];
      for (const name of names) await writeFile(place, name, await readFile(target, name));
      await folder.removeEntry(draft, { recursive: true });
    },
    async abort() {
      await folder.removeEntry(draft, { recursive: true }).catch(() => undefined);
    },
  };
}
