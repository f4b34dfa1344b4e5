import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { fetchModel } from '../../../src/engine/files';
import { SCHEMA } from './attributes/tiny-attributes';

const FOLDER = 'models/default';
const LATER = new Uint8Array([1, 2, 3]);
const fact = (file: string) => ({
  file,
  bytes: LATER.length,
  sha256: createHash('sha256').update(LATER).digest('hex'),
});

afterEach(() => vi.unstubAllGlobals());

it('fetches what no first picture needs only when it is asked for', async () => {
  const manifest: unknown = {
    ...(JSON.parse(readFileSync(`${FOLDER}/manifest.json`, 'utf8')) as object),
    attributes: { encoder: fact('attributes.onnx'), reader: fact('reader.onnx'), schema: SCHEMA },
  };
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (url: string | URL) => {
    const name = new URL(url).pathname.split('/').at(-1)!;
    asked.push(name);
    if (name === 'manifest.json') return Response.json(manifest);
    return new Response(/attributes|reader/.test(name) ? LATER : readFileSync(`${FOLDER}/${name}`));
  });
  const totals: number[] = [];
  const { read } = await fetchModel('https://example.test/m/manifest.json', (_, total) => totals.push(total));
  expect(asked).toContain('layout.onnx');
  expect(asked).not.toContain('attributes.onnx');
  expect(await read('attributes.onnx')).toEqual(LATER);
  expect(asked.filter((name) => name === 'attributes.onnx')).toHaveLength(1);
  expect(asked).not.toContain('reader.onnx');
  expect(asked.filter((name) => name === 'layout.onnx')).toHaveLength(1);
});
