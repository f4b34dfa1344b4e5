import '../../explanations';
import { describe, expect, it } from 'vitest';
import { LATENT_STREAM, type Layout, gaussian } from '../../../src/blobgan';
import { bytesSource, convertTo, filesOf, parseManifest, type Progress } from '../../../src/convert';
import { readCheckpoint } from '../../../src/convert/checkpoint';
import { computeMeanLatent } from '../../../src/convert/mean-latent';
import { openTorchArchive } from '../../../src/convert/torch/archive';
import { maxDifference } from '../../../scripts/lib/golden-cases';
import { fromConverted } from '../../../scripts/lib/node-model';
import { makeGraphRunner } from '../../../scripts/lib/runtime';
import { decoderShapes, layoutShapes } from '../../../scripts/lib/random-checkpoint';
import type { Item } from '../../../scripts/lib/pickle-writer';
import { TorchWriter, orderedDict } from '../../../scripts/lib/torch-writer';
import { MEAN_LATENT, TINY, convertBytes, stateBytes, tinyBytes, zeros } from './support';

const meanTensor = (writer: TorchWriter): Item =>
  writer.tensor({
    storageType: 'FloatStorage',
    shape: [TINY.hiddenDim],
    bytes: new Uint8Array(MEAN_LATENT.slice().buffer),
  });

describe('conversion', () => {
  it('writes the layout network, the stages and the manifest, which says what they are', async () => {
    const { manifest, files } = await convertBytes(tinyBytes({ resolution: 256 }), { licence: 'CC0' });
    expect([...files.keys()]).toEqual([
      'layout.onnx',
      'stage-32.onnx',
      'stage-64.onnx',
      'stage-128.onnx',
      'stage-256.onnx',
      'manifest.json',
    ]);
    const text = new TextDecoder().decode(files.get('manifest.json'));
    expect(parseManifest(JSON.parse(text))).toEqual(manifest);
    expect(manifest).toMatchObject({
      name: 'room',
      licence: 'CC0',
      width: 1,
      storage: 'float32',
      shape: {
        resolution: 256,
        inputSize: 16,
        featureDim: 6,
        styleDim: 5,
        latentDim: 7,
        blobCount: 3,
        abNorm: 0.02,
      },
      source: { file: 'room.ckpt', ema: true, notes: [] },
      blobs: [
        { slot: 0, name: 'blob 1' },
        { slot: 1, name: 'blob 2' },
        { slot: 2, name: 'blob 3' },
      ],
    });
    expect(manifest.noise.map(({ resolution }) => resolution)).toEqual([
      16, 32, 32, 64, 64, 128, 128, 256, 256,
    ]);
    for (const { file, bytes, sha256 } of filesOf(manifest)) {
      const contents = files.get(file)!;
      const digest = await crypto.subtle.digest('SHA-256', contents);
      expect([file, contents.length, Buffer.from(digest).toString('hex')]).toEqual([file, bytes, sha256]);
    }
  });

  it('counts multiply-adds: the published model takes about 100 thousand million', async () => {
    // Counted by hand for the first convolution of the tiny model's 128-pixel stage and up from there.
    const { manifest } = await convertBytes(tinyBytes({ resolution: 128 }));
    const channels = { below: 8, own: 4, blobs: 4 };
    const [half, whole] = [64 ** 2, 128 ** 2];
    const upsampling = 9 * channels.below * channels.own * half + 16 * channels.own * whole;
    const convolution = 9 * channels.own * channels.own * whole;
    const toRgb = 3 * channels.own * whole + 12 * 27 * half;
    const styles = channels.blobs * (channels.below * half + 2 * channels.own * whole);
    expect(manifest.stages[2]!.multiplyAdds).toBe(upsampling + convolution + toRgb + styles);
  });

  it('gives the same files for the same checkpoint, and another id for another', async () => {
    const [first, again, other] = await Promise.all([
      convertBytes(tinyBytes()),
      convertBytes(tinyBytes({}, {}, { deflate: true, archiveName: 'x' })),
      convertBytes(tinyBytes({}, { seed: 2 })),
    ]);
    expect(again.manifest.id).toBe(first.manifest.id);
    expect(other.manifest.id).not.toBe(first.manifest.id);
  });

  it('finds other forms by their tensors', async () => {
    const form = {
      inputSize: 8,
      layers: 5,
      blobCount: 17,
      featureDim: 3,
      styleDim: 4,
      latentDim: 5,
      hiddenDim: 6,
      width: 2,
    };
    const converted = await convertBytes(tinyBytes(form), { meanLatent: new Float32Array(6) });
    expect(converted.manifest).toMatchObject({
      width: 2,
      shape: { resolution: 64, inputSize: 8, featureDim: 3, styleDim: 4, latentDim: 5, blobCount: 17 },
    });
    const model = await fromConverted(converted);
    const [layout] = (await model.sample([1], 0.5)) as [Layout];
    expect(layout.features.length).toBe(18 * 3);
    expect((await model.draw(layout, model.noiseOf(1)))!.every(Number.isFinite)).toBe(true);
  });

  it('takes the averaged networks, and the plain ones with a note', async () => {
    const both = await convertBytes(tinyBytes({}, { withTraining: true }));
    expect(both.manifest.id).toBe((await convertBytes(tinyBytes())).manifest.id);
    const plain = await convertBytes(tinyBytes({}, { plainOnly: true }));
    expect(plain.manifest.source).toMatchObject({
      ema: false,
      notes: ['The file has no averaged (EMA) networks; the plain ones were used.'],
    });
  });

  it('takes ab_norm from either place', async () => {
    const hyper = (entries: [string, Item][]): Uint8Array =>
      tinyBytes({}, { top: new Map([['hyper_parameters', new Map(entries)]]) });
    const abNorm = async (bytes: Uint8Array): Promise<number> =>
      (await convertBytes(bytes)).manifest.shape.abNorm;
    expect(await abNorm(hyper([['ab_norm', 0.004]]))).toBe(0.004);
    expect(await abNorm(hyper([['layout_net', new Map([['ab_norm', 0.008]])]]))).toBe(0.008);
    expect(await abNorm(hyper([]))).toBe(0.02);
    // An interpolation of OmegaConf that was never resolved is no number.
    expect(await abNorm(hyper([['ab_norm', '${model.ab_norm}']]))).toBe(0.02);
  });

  it('draws the same from weights of any type, within the type', async () => {
    const types = [
      ['DoubleStorage', (numbers: Float32Array) => new Uint8Array(Float64Array.from(numbers).buffer), 1e-6],
      [
        'BFloat16Storage',
        (numbers: Float32Array) =>
          new Uint8Array(
            Uint16Array.from(new Uint32Array(numbers.buffer), (word) => (word + 0x8000) >>> 16).buffer,
          ),
        0.3,
      ],
    ] as const;
    const draw = async (bytes: Uint8Array): Promise<Float32Array> => {
      const model = await fromConverted(await convertBytes(bytes));
      const [layout] = await model.sample([4], 0);
      return (await model.draw(layout!, model.noiseOf(4)))!;
    };
    const make = (storageType: string, encode: (numbers: Float32Array) => Uint8Array): Uint8Array => {
      const writer = new TorchWriter();
      const shapes = [...decoderShapes(TINY)].map(
        ([name, shape]) => [`generator_ema.${name}`, shape] as const,
      );
      const layout = [
        ['mlp.1', 7, 9],
        ['mlp.2', 9, 9],
        ['mlp.3', 9, 66],
      ].flatMap(([name, into, out]) => [
        [`layout_net_ema.${String(name)}.weight`, [Number(out), Number(into)]] as const,
        [`layout_net_ema.${String(name)}.bias`, [Number(out)]] as const,
      ]);
      const state = new Map<string, Item>(
        [...shapes, ...layout].map(([name, shape], at) => {
          const numbers = gaussian(
            at,
            LATENT_STREAM,
            shape.reduce((product, side) => product * side, 1),
          );
          return [name, writer.tensor({ storageType, shape, bytes: encode(numbers) })];
        }),
      );
      return writer.toBytes(new Map([['state_dict', orderedDict(state)]]));
    };
    const exact = await draw(make('FloatStorage', (numbers) => new Uint8Array(numbers.buffer)));
    for (const [type, encode, limit] of types) {
      expect(maxDifference(await draw(make(type, encode)), exact), type).toBeLessThan(limit);
    }
  });

  it('refuses weights that are not numbers, and another blur', async () => {
    const writer = new TorchWriter();
    const shapes: Record<string, number[]> = { 'generator_ema.convs.0.conv.blur.kernel': [4, 4] };
    for (const [name, shape] of decoderShapes(TINY)) shapes[`generator_ema.${name}`] = shape;
    for (const [name, shape] of layoutShapes(TINY)) shapes[`layout_net_ema.${name}`] = shape;
    await expect(convertBytes(stateBytes(shapes))).rejects.toTell(
      "The file's convs.0.conv.blur.kernel is not the [1, 3, 3, 1] blur of the published code; models with another one are not supported.",
    );
    const state = Object.entries(shapes)
      .slice(1)
      .map(([name, shape]): [string, Item] => [
        name,
        name === 'generator_ema.conv1.activate.bias'
          ? writer.tensor({
              storageType: 'FloatStorage',
              shape,
              bytes: new Uint8Array(new Float32Array(8).fill(NaN).buffer),
            })
          : zeros(writer, ...shape),
      ]);
    const bytes = writer.toBytes(new Map([['state_dict', orderedDict(new Map(state))]]));
    await expect(convertBytes(bytes)).rejects.toTell(
      "The file's tensor conv1.activate.bias holds numbers that are not finite, because the training broke down: use another checkpoint.",
    );
  });

  it('reports progress that only grows, to the end', async () => {
    const seen: Progress[] = [];
    await convertBytes(tinyBytes(), { meanLatent: undefined, onProgress: (progress) => seen.push(progress) });
    const fractions = seen.map(({ fraction }) => fraction);
    expect([...fractions].sort((a, b) => a - b)).toEqual(fractions);
    expect(fractions.at(-1)).toBe(1);
    expect([...new Set(seen.map(({ step }) => step))]).toEqual(['mean latent', 'layout', 'decoder']);
  });

  it('stops when it is told to, in every step', async () => {
    for (const step of ['mean latent', 'layout', 'decoder'] as const) {
      const controller = new AbortController();
      const names: string[] = [];
      const attempt = convertTo(bytesSource(tinyBytes()), (name) => void names.push(name), {
        name: 'room',
        signal: controller.signal,
        onProgress: (progress) => {
          if (progress.step === step) controller.abort(new Error(`stopped in ${step}`));
        },
      });
      await expect(attempt).rejects.toThrow(`stopped in ${step}`);
      expect(names).not.toContain('manifest.json');
    }
  });
});

describe('the mean latent', () => {
  const scene = async (bytes: Uint8Array, meanLatent: Float32Array | undefined): Promise<Float32Array> => {
    const model = await fromConverted(await convertBytes(bytes, { meanLatent }));
    return (await model.sample([11], 1))[0]!.features;
  };

  it('is what full truncation draws, wherever it comes from', async () => {
    const given = await scene(tinyBytes(), MEAN_LATENT);
    const bytes = new TorchWriter();
    const file = bytes.toBytes(meanTensor(bytes));
    const fromFile = await fromConverted(
      await convertBytes(tinyBytes(), { meanLatent: bytesSource(file, 'm.pt') }),
    );
    expect(maxDifference((await fromFile.sample([5], 1))[0]!.features, given)).toBe(0);
  });

  it('is computed as the mean of the hidden layer over latents', async () => {
    const archive = await openTorchArchive(bytesSource(tinyBytes()));
    const checkpoint = readCheckpoint(archive);
    const read = (name: string): Promise<Float32Array> => archive.readTensor(checkpoint.layout(name));
    const fractions: number[] = [];
    const weights = { checkpoint, read };
    const computed = await computeMeanLatent(weights, undefined, (fraction) => fractions.push(fraction));
    expect(fractions.at(-1)).toBe(1);
    const byGraph = await computeMeanLatent(weights, makeGraphRunner, () => undefined);
    expect(maxDifference(byGraph, computed)).toBeLessThan(1e-6);

    // The same, one latent after the other, straight from the formulas.
    const layers = await Promise.all(
      ['mlp.1', 'mlp.2'].map(
        async (name) => [await read(`${name}.weight`), await read(`${name}.bias`)] as const,
      ),
    );
    const latents = gaussian(0, LATENT_STREAM, 10_000 * TINY.latentDim);
    const sum = new Float64Array(TINY.hiddenDim);
    for (let start = 0; start < latents.length; start += TINY.latentDim) {
      const z = [...latents.subarray(start, start + TINY.latentDim)];
      const square = z.reduce((total, value) => total + value ** 2, 0) / z.length;
      let x = z.map((value) => value / Math.sqrt(square + 1e-5));
      for (const [weight, bias] of layers) {
        x = [...bias].map((b, row) => {
          const scale = 0.01 / Math.sqrt(x.length);
          const y = x.reduce(
            (total, value, at) => total + value * weight[row * x.length + at]! * scale,
            b * 0.01,
          );
          return Math.SQRT2 * (y > 0 ? y : 0.2 * y);
        });
      }
      x.forEach((value, at) => (sum[at]! += value / 10_000));
    }
    expect(maxDifference(computed, Float32Array.from(sum))).toBeLessThan(1e-6);
  });

  it('is computed without reading the layout network twice', async () => {
    const bytesRead = async (meanLatent: Float32Array | undefined): Promise<number> => {
      const source = bytesSource(tinyBytes());
      let read = 0;
      const counting = {
        ...source,
        read: (offset: number, length: number) => {
          read += length;
          return source.read(offset, length);
        },
      };
      await convertTo(counting, () => undefined, { name: 'room', meanLatent });
      return read;
    };
    expect(await bytesRead(undefined)).toBe(await bytesRead(MEAN_LATENT));
  });

  it('is computed when nobody gives one, and kept in the layout network', async () => {
    const { manifest } = await convertBytes(tinyBytes(), { meanLatent: undefined });
    expect(manifest.source.notes).toEqual([
      'The mean latent was computed from 10,000 latents, as published.',
    ]);
    const computed = await scene(tinyBytes(), undefined);
    expect(maxDifference(computed, await scene(tinyBytes(), MEAN_LATENT))).toBeGreaterThan(1e-3);
  });
});
