/** Stored models on a private file system that is a few maps: what is kept, what is refused, what is cleared away. */
import '../../explanations';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type ConvertedModel, MANIFEST_FILE } from '../../../src/convert';
import { deleteModel, listModels, openStored, writeModel } from '../../../src/engine/model-store';
import { convertBytes, tinyBytes } from '../convert/support';

class FakeFile {
  readonly kind = 'file';
  bytes = new Uint8Array();
  constructor(private readonly device: FakeDevice) {}
  async getFile() {
    return { arrayBuffer: async () => this.bytes.slice().buffer };
  }
  async createSyncAccessHandle() {
    return {
      truncate: (length: number) => void (this.bytes = this.bytes.slice(0, length)),
      write: (bytes: Uint8Array) => {
        this.device.take(bytes.length);
        this.bytes = bytes.slice();
        return bytes.length;
      },
      flush: () => undefined,
      close: () => undefined,
    };
  }
}

class FakeFolder {
  readonly kind = 'directory';
  readonly children = new Map<string, FakeFile | FakeFolder>();
  constructor(private readonly device: FakeDevice) {}
  private get<T extends FakeFile | FakeFolder>(name: string, make: (() => T) | null): T {
    const found = this.children.get(name) ?? make?.();
    if (!found) throw new DOMException(name, 'NotFoundError');
    this.children.set(name, found);
    return found as T;
  }
  async getDirectoryHandle(name: string, { create = false } = {}) {
    return this.get(name, create ? () => new FakeFolder(this.device) : null);
  }
  async getFileHandle(name: string, { create = false } = {}) {
    return this.get(name, create ? () => new FakeFile(this.device) : null);
  }
  async removeEntry(name: string) {
    if (!this.children.delete(name)) throw new DOMException(name, 'NotFoundError');
  }
  async *entries() {
    yield* [...this.children];
  }
}

class FakeDevice {
  room = Infinity;
  readonly root = new FakeFolder(this);
  private readonly held = new Set<string>();

  take(bytes: number): void {
    if (bytes > this.room) throw new DOMException('', 'QuotaExceededError');
    this.room -= bytes;
  }

  /** Ends the worker that holds them, as far as locks go. */
  endWorkers(): void {
    this.held.clear();
  }

  readonly locks = {
    request: async (name: string, ...rest: unknown[]): Promise<unknown> => {
      const act = rest.at(-1) as (lock: object | null) => Promise<unknown>;
      if (this.held.has(name)) return act(null);
      this.held.add(name);
      try {
        return await act({});
      } finally {
        this.held.delete(name);
      }
    },
  };

  get models(): FakeFolder {
    return this.root.children.get('models') as FakeFolder;
  }
}

let device: FakeDevice;
let model: ConvertedModel;

beforeEach(async () => {
  device = new FakeDevice();
  vi.stubGlobal('navigator', { storage: { getDirectory: async () => device.root }, locks: device.locks });
  model ??= await convertBytes(tinyBytes());
});

async function store({ manifest, files }: ConvertedModel): Promise<void> {
  const writer = await writeModel();
  for (const [name, bytes] of files) await writer.write(name, bytes);
  await writer.finish(manifest);
}

const folderOf = (id: string): FakeFolder => device.models.children.get(id) as FakeFolder;

describe('stored models', () => {
  it('are listed with their sizes, opened as they were written, and deleted', async () => {
    await store(model);
    const [listed, ...others] = await listModels();
    expect(others).toEqual([]);
    expect(listed!.manifest).toEqual(model.manifest);
    const { manifest, read } = await openStored(model.manifest.id);
    let total = 0;
    for (const [name, bytes] of model.files) {
      expect(await read(name)).toEqual(bytes);
      if (name !== MANIFEST_FILE) total += bytes.length;
    }
    expect(manifest).toEqual(model.manifest);
    expect(listed!.bytes).toBe(total);
    expect([...device.models.children.keys()]).toEqual([manifest.id]);
    await deleteModel(manifest.id);
    expect(await listModels()).toEqual([]);
    await expect(openStored(manifest.id)).rejects.toTell(
      'This model is not on this device any more: open its checkpoint again.',
    );
  });

  it('takes the place of the one with the same id, and keeps nothing of it', async () => {
    await store(model);
    const folder = await device.models.getDirectoryHandle(model.manifest.id);
    await folder.getFileHandle('picks.bin', { create: true });
    await store(model);
    expect([...folderOf(model.manifest.id).children.keys()].sort()).toEqual([...model.files.keys()].sort());
  });

  it('says that the device is full, and gives up its draft', async () => {
    device.room = 1_000;
    const writer = await writeModel();
    await expect(writer.write('layout.onnx', new Uint8Array(2_000))).rejects.toTell(
      'There is no room left for this model: delete another one, or free space on this device.',
    );
    await writer.abort();
    expect(device.models.children.size).toBe(0);
  });

  it('leaves the draft of a conversion at work alone, and clears it away when that ended', async () => {
    const writer = await writeModel();
    await writer.write('layout.onnx', new Uint8Array(10));
    expect(await listModels()).toEqual([]);
    expect(device.models.children.size).toBe(1);
    device.endWorkers();
    expect(await listModels()).toEqual([]);
    expect(device.models.children.size).toBe(0);
  });

  it.each<[string, (folder: FakeFolder) => void]>([
    ['is gone', (folder) => void folder.children.delete(MANIFEST_FILE)],
    [
      'is no JSON',
      (folder) => void ((folder.children.get(MANIFEST_FILE) as FakeFile).bytes = Uint8Array.of(123, 1)),
    ],
    [
      'is another one',
      (folder) =>
        void ((folder.children.get(MANIFEST_FILE) as FakeFile).bytes = new TextEncoder().encode(
          '{"format":9}',
        )),
    ],
  ])('are refused and cleared away when the manifest %s', async (_, damage) => {
    await store(model);
    damage(folderOf(model.manifest.id));
    await expect(openStored(model.manifest.id)).rejects.toTell(
      'This model is damaged on this device (manifest.json): open its checkpoint again.',
    );
    expect(await listModels()).toEqual([]);
    expect(device.models.children.size).toBe(0);
  });

  it('are told to be kept from pages over plain http, which have no locks and no files', async () => {
    vi.stubGlobal('navigator', {});
    vi.stubGlobal('isSecureContext', false);
    await expect(listModels()).rejects.toTell(/https/);
    await expect(writeModel()).rejects.toTell(/https/);
    vi.stubGlobal('isSecureContext', true);
  });
});
