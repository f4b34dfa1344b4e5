/** Writes files as torch.save does (a stored zip, storages aligned to 64 bytes), to make checkpoints for tests. */
import { deflateSync } from 'fflate';
import { crc32, joined } from '../../src/bytes';
import { Made, Name, Persistent, Tuple, writePickle, type Item } from './pickle-writer';

export type StorageBytes = Uint8Array | (() => Uint8Array);

/** A tensor in the making: element type, shape, and its numbers as bytes. */
export interface TensorSpec {
  readonly storageType: string;
  readonly shape: readonly number[];
  readonly bytes: StorageBytes;
  /** In elements; contiguous from 0 when not given. */
  readonly strides?: readonly number[];
  readonly offset?: number;
  /** Elements in the storage; the shape's product when not given. */
  readonly storageLength?: number;
}

export interface ZipOptions {
  /** Deflates all entries. */
  readonly deflate?: boolean;
  /** Writes all sizes and offsets into zip64 fields. */
  readonly zip64?: boolean;
  readonly archiveName?: string;
}

const ALIGNMENT = 64;
const encoder = new TextEncoder();

/** A sequence of fixed-width little-endian fields. */
class Fields {
  private readonly parts: number[] = [];
  put(size: 2 | 4 | 8, ...values: number[]): this {
    for (const value of values) {
      for (let byte = 0; byte < size; byte++) this.parts.push(Math.floor(value / 256 ** byte) % 256);
    }
    return this;
  }
  finish(...tail: Uint8Array[]): Uint8Array {
    return joined([Uint8Array.from(this.parts), ...tail]);
  }
}

/** Writes a zip file piece by piece. */
export class ZipWriter {
  private at = 0;
  private readonly central: Uint8Array[] = [];

  constructor(
    private readonly sink: (bytes: Uint8Array) => void,
    private readonly options: ZipOptions = {},
  ) {}

  private emit(bytes: Uint8Array): void {
    this.sink(bytes);
    this.at += bytes.length;
  }

  add(name: string, contents: Uint8Array): void {
    const { deflate = false, zip64 = false } = this.options;
    const data = deflate ? deflateSync(contents) : contents;
    const title = encoder.encode(name);
    const crc = crc32(contents);
    const method = deflate ? 8 : 0;
    const offset = this.at;
    // PyTorch pads with an extra field "FB" so that the data is aligned.
    const bare = offset + 30 + title.length + 4;
    const padding = new Uint8Array((ALIGNMENT - (bare % ALIGNMENT)) % ALIGNMENT).fill(0x5a);
    const local = new Fields()
      .put(4, 0x04034b50)
      .put(2, 20, 0x800, method, 0, 0)
      .put(4, crc, data.length, contents.length)
      .put(2, title.length, padding.length + 4);
    this.emit(local.finish(title, new Fields().put(2, 0x4246, padding.length).finish(), padding));
    this.emit(data);
    const wide = zip64
      ? new Fields().put(2, 1, 24).put(8, contents.length, data.length, offset).finish()
      : null;
    this.central.push(
      new Fields()
        .put(4, 0x02014b50)
        .put(2, 20, 20, 0x800, method, 0, 0)
        .put(4, crc, ...(wide ? [0xffffffff, 0xffffffff] : [data.length, contents.length]))
        .put(2, title.length, wide?.length ?? 0, 0, 0, 0)
        .put(4, 0, wide ? 0xffffffff : offset)
        .finish(title, wide ?? new Uint8Array()),
    );
  }

  finish(): void {
    const { zip64 = false } = this.options;
    const start = this.at;
    for (const entry of this.central) this.emit(entry);
    const size = this.at - start;
    const count = this.central.length;
    if (zip64) {
      const record = this.at;
      this.emit(
        new Fields()
          .put(4, 0x06064b50)
          .put(8, 44)
          .put(2, 45, 45)
          .put(4, 0, 0)
          .put(8, count, count, size, start)
          .finish(),
      );
      this.emit(new Fields().put(4, 0x07064b50, 0).put(8, record).put(4, 1).finish());
    }
    const short = zip64 ? [0xffff, 0xffff] : [count, count];
    this.emit(
      new Fields()
        .put(4, 0x06054b50)
        .put(2, 0, 0, ...short)
        .put(4, ...(zip64 ? [0xffffffff, 0xffffffff] : [size, start]))
        .put(2, 0)
        .finish(),
    );
  }
}

/** Collects storages while the pickle is built, and writes the archive. */
export class TorchWriter {
  private readonly storages: StorageBytes[] = [];

  /** `_rebuild_tensor_v2` over a storage of its own. */
  tensor(spec: TensorSpec): Item {
    return this.view(this.storage(spec), spec);
  }

  /** A storage that several tensors may look at. */
  storage({ storageType, shape, bytes, storageLength }: TensorSpec): Persistent {
    const length = storageLength ?? shape.reduce((product, side) => product * side, 1);
    const key = String(this.storages.push(bytes) - 1);
    return new Persistent(new Tuple(['storage', new Name('torch', storageType), key, 'cpu', length]));
  }

  view(
    storage: Persistent,
    { shape, strides, offset = 0 }: Pick<TensorSpec, 'shape' | 'strides' | 'offset'>,
  ): Item {
    const contiguous = shape.map((_, axis) =>
      shape.slice(axis + 1).reduce((product, side) => product * side, 1),
    );
    return new Made(new Name('torch._utils', '_rebuild_tensor_v2'), [
      storage,
      offset,
      new Tuple(shape),
      new Tuple(strides ?? contiguous),
      false,
      orderedDict(new Map()),
    ]);
  }

  write(root: Item, sink: (bytes: Uint8Array) => void, options: ZipOptions = {}): void {
    const name = options.archiveName ?? 'archive';
    const zip = new ZipWriter(sink, options);
    zip.add(`${name}/data.pkl`, writePickle(root));
    zip.add(`${name}/byteorder`, encoder.encode('little'));
    this.storages.forEach((bytes, key) => {
      zip.add(`${name}/data/${key}`, typeof bytes === 'function' ? bytes() : bytes);
    });
    zip.add(`${name}/version`, encoder.encode('3\n'));
    zip.finish();
  }

  /** The archive in memory. */
  toBytes(root: Item, options: ZipOptions = {}): Uint8Array<ArrayBuffer> {
    const parts: Uint8Array[] = [];
    this.write(root, (bytes) => parts.push(bytes), options);
    return joined(parts);
  }
}

export function orderedDict(items: ReadonlyMap<string, Item>): Made {
  return new Made(new Name('collections', 'OrderedDict'), [], { items });
}
