import '../../explanations';
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { download } from '../../../src/engine/download';

const BYTES = Uint8Array.from({ length: 1000 }, (_, at) => at % 251);
const FACT = {
  file: 'a.onnx',
  bytes: BYTES.length,
  sha256: createHash('sha256').update(BYTES).digest('hex'),
};

/** A server that answers with these bytes in chunks of 300. */
const serving =
  (bytes: Uint8Array, status = 200): typeof fetch =>
  async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += 300) controller.enqueue(bytes.slice(at, at + 300));
        controller.close();
      },
    });
    return new Response(body, { status });
  };

const get = (fetcher: typeof fetch, onBytes = (_: number): void => undefined): Promise<Uint8Array> =>
  download('https://example.test/models/x/manifest.json', FACT, onBytes, fetcher);

describe('download', () => {
  it('gives the bytes and tells how they come', async () => {
    const counts: number[] = [];
    expect(await get(serving(BYTES), (count) => counts.push(count))).toEqual(BYTES);
    expect(counts).toEqual([300, 300, 300, 100]);
  });

  it('asks for the file beside the manifest', async () => {
    let asked = '';
    await get(async (url) => {
      asked = String(url);
      return serving(BYTES)('');
    });
    expect(asked).toBe('https://example.test/models/x/a.onnx');
  });

  it.each<[string, typeof fetch, RegExp]>([
    ['is missing', serving(BYTES, 404), /could not be fetched \(404\)/],
    ['is cut short', serving(BYTES.slice(0, 900)), /arrived damaged/],
    ['is too long', serving(Uint8Array.from([...BYTES, 1])), /arrived damaged/],
    ['has one wrong byte', serving(BYTES.with(500, 7)), /arrived damaged/],
    [
      'never comes',
      async () => {
        throw new TypeError('Failed to fetch');
      },
      /could not be fetched \(no connection\)/,
    ],
  ])('says in a sentence when the file %s', async (_, fetcher, sentence) => {
    await expect(get(fetcher)).rejects.toTell(sentence);
  });

  describe('over plain http, where browsers compute no hashes', () => {
    afterEach(() => vi.unstubAllGlobals());
    it.each([false, true])('still tells a file with a bit changed (%s) from a whole one', async (changed) => {
      vi.stubGlobal('crypto', {});
      const bytes = Uint8Array.from(BYTES);
      if (changed) bytes[500]! ^= 1;
      if (changed) await expect(get(serving(bytes))).rejects.toTell(/damaged/);
      else expect(await get(serving(bytes))).toEqual(BYTES);
    });
  });
});
