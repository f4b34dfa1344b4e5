import '../../../explanations';
import { describe, expect, it } from 'vitest';
import { PyDict, Tensor } from '../../../../src/convert/pickle/values';
import { blobSource, bytesSource, type ByteSource } from '../../../../src/convert/source';
import { openTorchArchive } from '../../../../src/convert/torch/archive';
import { savedBytes, zeros } from '../support';
import type { Item } from '../../../../scripts/lib/pickle-writer';
import type { ZipOptions } from '../../../../scripts/lib/torch-writer';

const bytesOf = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** Opens bytes and reads the tensor that is the value of each key. */
async function readAll(source: ByteSource): Promise<Record<string, number[]>> {
  const archive = await openTorchArchive(source);
  const out: Record<string, number[]> = {};
  for (const [key, value] of (archive.root as PyDict).entries) {
    if (value instanceof Tensor) out[String(key)] = [...(await archive.readTensor(value))];
  }
  return out;
}

const oneTensor = (zip: ZipOptions = {}): Uint8Array<ArrayBuffer> =>
  savedBytes(
    (writer) =>
      new Map([
        [
          'x',
          writer.tensor({
            storageType: 'FloatStorage',
            shape: [3],
            bytes: bytesOf(Float32Array.of(1, -2, 3.5)),
          }),
        ],
      ]),
    zip,
  );

describe('numbers of tensors', () => {
  it.each<[string, ArrayBufferView, number[]]>([
    ['FloatStorage', Float32Array.of(1.5, -2, 1e-30), [1.5, -2, Math.fround(1e-30)]],
    ['DoubleStorage', Float64Array.of(0.1, -2, 1e300), [Math.fround(0.1), -2, Infinity]],
    ['HalfStorage', Uint16Array.of(0x3c00, 0xc000, 0x0001), [1, -2, 2 ** -24]],
    ['BFloat16Storage', Uint16Array.of(0x3f80, 0xc000, 0x4049), [1, -2, 3.140625]],
    ['LongStorage', BigInt64Array.of(1n, -2n, 2n ** 40n), [1, -2, 2 ** 40]],
    ['IntStorage', Int32Array.of(1, -2, 70000), [1, -2, 70000]],
    ['ShortStorage', Int16Array.of(1, -2, 300), [1, -2, 300]],
    ['CharStorage', Int8Array.of(1, -2, 100), [1, -2, 100]],
    ['ByteStorage', Uint8Array.of(1, 2, 200), [1, 2, 200]],
    ['BoolStorage', Uint8Array.of(1, 0, 1), [1, 0, 1]],
  ])('%s', async (storageType, array, expected) => {
    const bytes = savedBytes(
      (writer) => new Map([['x', writer.tensor({ storageType, shape: [3], bytes: bytesOf(array) })]]),
    );
    expect((await readAll(bytesSource(bytes))).x).toEqual(expected);
  });

  it('are gathered from any view of a shared storage', async () => {
    const bytes = savedBytes((writer) => {
      const data = bytesOf(Float32Array.from({ length: 12 }, (_, at) => at));
      const storage = writer.storage({ storageType: 'FloatStorage', shape: [12], bytes: data });
      return new Map<string, Item>([
        ['whole', writer.view(storage, { shape: [3, 4] })],
        ['transposed', writer.view(storage, { shape: [4, 3], strides: [1, 4] })],
        ['part', writer.view(storage, { shape: [2, 2], strides: [4, 1], offset: 5 })],
        ['everySecond', writer.view(storage, { shape: [6], strides: [2] })],
        ['single', writer.view(storage, { shape: [], offset: 7 })],
        ['empty', writer.view(storage, { shape: [0, 3] })],
      ]);
    });
    expect(await readAll(bytesSource(bytes))).toEqual({
      whole: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
      transposed: [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11],
      part: [5, 6, 9, 10],
      everySecond: [0, 2, 4, 6, 8, 10],
      single: [7],
      empty: [],
    });
  });
});

describe('the zip container', () => {
  it.each<[string, ZipOptions]>([
    ['stored', {}],
    ['deflated', { deflate: true }],
    ['zip64', { zip64: true }],
    ['with a long name', { archiveName: 'a'.repeat(300) }],
  ])('%s', async (_, options) => {
    expect((await readAll(bytesSource(oneTensor(options)))).x).toEqual([1, -2, 3.5]);
  });

  it('may be followed by a comment, which may look like the end of a zip file', async () => {
    const plain = oneTensor();
    const comment = new Uint8Array(70).fill(32);
    comment.set([0x50, 0x4b, 0x05, 0x06], 10);
    const bytes = new Uint8Array([...plain, ...comment]);
    bytes[plain.length - 2] = comment.length;
    expect((await readAll(bytesSource(bytes))).x).toEqual([1, -2, 3.5]);
  });

  it('is read from a Blob, too', async () => {
    expect((await readAll(blobSource(new Blob([oneTensor()]), 'room.ckpt'))).x).toEqual([1, -2, 3.5]);
  });

  it('may have no checksums; when it has them, they are checked', async () => {
    const bytes = oneTensor();
    const view = new DataView(bytes.buffer);
    const at = bytes.findIndex(
      (_, index) => index < bytes.length - 4 && view.getFloat32(index, true) === 3.5,
    );
    bytes[at]! ^= 1;
    await expect(readAll(bytesSource(bytes))).rejects.toTell('the checksum of archive/data/0 is wrong');
    for (let index = 0; index + 46 < bytes.length; index++) {
      if (view.getUint32(index, true) === 0x02014b50) view.setUint32(index + 16, 0, true);
    }
    expect((await readAll(bytesSource(bytes))).x).toEqual([1, -2, expect.closeTo(3.5)]);
    expect((await openTorchArchive(bytesSource(bytes))).directory.hasChecksums).toBe(false);
  });

  it('refuses an entry that unpacks to far more than it takes', async () => {
    const bytes = savedBytes((writer) => new Map([['x', zeros(writer, 2_000_000)]]), { deflate: true });
    await expect(readAll(bytesSource(bytes))).rejects.toTell(
      /claims to unpack to 8000000 bytes from \d+, which no checkpoint does/,
    );
  });

  it('is read in part: the storages that nobody asks for stay in the file', async () => {
    const bytes = savedBytes(
      (writer) =>
        new Map([
          ['wanted', zeros(writer, 1_000)],
          ...Array.from({ length: 20 }, (_, at) => [`x${at}`, zeros(writer, 50_000)] as const),
        ]),
    );
    const ranges: number[] = [];
    const whole = bytesSource(bytes);
    const archive = await openTorchArchive({
      ...whole,
      read: (offset, length) => {
        ranges.push(length);
        return whole.read(offset, length);
      },
    });
    await archive.readTensor((archive.root as PyDict).get('wanted') as Tensor);
    expect(ranges.reduce((sum, length) => sum + length, 0)).toBeLessThan(20_000);
    expect(bytes.length).toBeGreaterThan(4_000_000);
  });
});
