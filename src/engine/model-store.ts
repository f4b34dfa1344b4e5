/**
 * Converted models on this device: the origin-private file system, a folder per model, named by the model's id.
 * A model is written under a draft's name and moved when it is whole, manifest last: what is listed can be loaded.
 */
import { randomId } from '../blobgan';
import { fault } from '../faults';
import { MANIFEST_FILE, type Manifest, filesOf, parseManifest, sizeOf } from '../convert';

const ROOT = 'models';
const DRAFT = 'draft-';

export interface StoredModel {
  readonly manifest: Manifest;
  readonly bytes: number;
}

const isQuota = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'QuotaExceededError';

/** @throws Fault where the browser keeps no files: in some private windows, and from plain http */
async function root(): Promise<FileSystemDirectoryHandle> {
  try {
    const storage = await navigator.storage.getDirectory();
    return await storage.getDirectoryHandle(ROOT, { create: true });
  } catch (error) {
    if (isQuota(error)) throw fault('deviceFull');
    throw fault(globalThis.isSecureContext === false ? 'insecurePage' : 'noStorage');
  }
}

async function readFile(folder: FileSystemDirectoryHandle, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = await (await folder.getFileHandle(name)).getFile();
  return new Uint8Array(await file.arrayBuffer());
}

/** In a worker only: there files can be written in place, without a second copy of them on the device. */
async function writeFile(
  folder: FileSystemDirectoryHandle,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  try {
    const access = await (await folder.getFileHandle(name, { create: true })).createSyncAccessHandle();
    try {
      access.truncate(0);
      if (access.write(bytes) !== bytes.length) throw new DOMException('', 'QuotaExceededError');
      access.flush();
    } finally {
      access.close();
    }
  } catch (error) {
    throw isQuota(error) ? fault('deviceFull') : error;
  }
}

/** Files that can be moved, which is young: TypeScript does not know it yet. */
interface Movable {
  move?(folder: FileSystemDirectoryHandle, name: string): Promise<void>;
}

async function moveFile(
  from: FileSystemDirectoryHandle,
  to: FileSystemDirectoryHandle,
  name: string,
): Promise<void> {
  const handle = (await from.getFileHandle(name)) as FileSystemFileHandle & Movable;
  if (handle.move) await handle.move(to, name);
  else await writeFile(to, name, await readFile(from, name));
}

async function manifestIn(folder: FileSystemDirectoryHandle): Promise<Manifest> {
  return parseManifest(JSON.parse(new TextDecoder().decode(await readFile(folder, MANIFEST_FILE))));
}

/** Tabs share the folder: its entries come and go in one of them at a time. */
const alone = async <T>(act: () => Promise<T>): Promise<T> => {
  // Without locks there is no file system either, and `act` says so.
  const { locks } = navigator as Partial<Navigator>;
  return locks ? locks.request('models', act) : act();
};

/** Is a conversion, here or in another tab, still at work on this draft? Its lock ends with its worker. */
const isAtWork = (draft: string): Promise<boolean> =>
  navigator.locks.request(draft, { ifAvailable: true }, (lock) => lock === null);

/** Every model that is whole. What a conversion that was cancelled or cut off left behind is cleared away. */
export const listModels = (): Promise<StoredModel[]> => alone(listAlone);

async function listAlone(): Promise<StoredModel[]> {
  const folder = await root();
  const found: StoredModel[] = [];
  const broken: string[] = [];
  for await (const [name, handle] of folder.entries()) {
    if (handle.kind !== 'directory') continue;
    try {
      const manifest = await manifestIn(handle as FileSystemDirectoryHandle);
      found.push({ manifest, bytes: sizeOf(manifest) });
    } catch {
      if (!name.startsWith(DRAFT) || !(await isAtWork(name))) broken.push(name);
    }
  }
  for (const name of broken) await folder.removeEntry(name, { recursive: true }).catch(() => undefined);
  return found.sort((a, b) => a.manifest.name.localeCompare(b.manifest.name));
}

export const deleteModel = (id: string): Promise<void> =>
  alone(async () => (await root()).removeEntry(id, { recursive: true }));

/** A stored model's manifest and its files. */
export async function openStored(
  id: string,
): Promise<{ manifest: Manifest; read: (name: string) => Promise<Uint8Array> }> {
  const folder = await (await root()).getDirectoryHandle(id).catch(() => {
    throw fault('storedModelGone');
  });
  const manifest = await manifestIn(folder).catch(() => {
    throw fault('storedManifestDamaged', { file: MANIFEST_FILE });
  });
  return { manifest, read: (name) => readFile(folder, name) };
}

/** Takes a model's files one by one, the manifest last. In a worker only. */
export interface ModelWriter {
  write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Gives the model its place; an older one with the same id is replaced. */
  finish(manifest: Manifest): Promise<void>;
  abort(): Promise<void>;
}

export async function writeModel(): Promise<ModelWriter> {
  const folder = await root();
  const draft = `${DRAFT}${randomId()}`;
  await new Promise<void>((taken) => {
    void navigator.locks.request(draft, () => {
      taken();
      return new Promise(() => undefined);
    });
  });
  const target = await folder.getDirectoryHandle(draft, { create: true });
  return {
    write: (name, bytes) => writeFile(target, name, bytes),
    finish: (manifest) =>
      alone(async () => {
        // Folders cannot be renamed everywhere: the files move, the manifest as the last of them.
        await folder.removeEntry(manifest.id, { recursive: true }).catch(() => undefined);
        const place = await folder.getDirectoryHandle(manifest.id, { create: true });
        const names = [...filesOf(manifest).map(({ file }) => file), MANIFEST_FILE];
        for (const name of names) await moveFile(target, place, name);
        await folder.removeEntry(draft, { recursive: true });
      }),
    async abort() {
      await folder.removeEntry(draft, { recursive: true }).catch(() => undefined);
    },
  };
}
