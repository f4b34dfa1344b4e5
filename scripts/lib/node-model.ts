/**
 * A converted model in Node, for scripts and tests, on onnxruntime-web's WASM build.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type * as Ort from 'onnxruntime-web/wasm';
import { LATENT_STREAM, NOISE_STREAM, gaussian, type Layout } from '../../src/blobgan';
import { MANIFEST_FILE, parseManifest, type ConvertedModel, type Manifest } from '../../src/convert';
import { prepareRuntime } from './runtime';

export type Files = (name: string) => Promise<Uint8Array> | Uint8Array;

/** Numbers with the sides of the array that they fill, last one fastest. */
export interface Shaped {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

export class NodeModel {
  private constructor(
    readonly manifest: Manifest,
    private readonly layoutNetwork: Ort.InferenceSession,
    private readonly stages: readonly Ort.InferenceSession[],
  ) {}

  static async create(manifest: Manifest, files: Files, threads = 1): Promise<NodeModel> {
    const { InferenceSession } = prepareRuntime(threads);
    // One after the other: the runtime initialises itself with the first.
    const load = async (file: string): Promise<Ort.InferenceSession> =>
      InferenceSession.create(await files(file), { executionProviders: ['wasm'] });
    const layoutNetwork = await load(manifest.layout.file);
    const stages: Ort.InferenceSession[] = [];
    for (const stage of manifest.stages) stages.push(await load(stage.file));
    return new NodeModel(manifest, layoutNetwork, stages);
  }

  /**
   * Layout of a latent.
   * @param z latentDim numbers
   * @param truncation 0 = none, 1 = the mean scene
   */
  async layoutOf(z: Float32Array, truncation: number): Promise<Layout> {
    const { Tensor } = prepareRuntime();
    const out = await this.layoutNetwork.run({
      z: new Tensor('float32', z, [1, z.length]),
      truncation: new Tensor('float32', [truncation], [1]),
    });
    const array = (name: string): Float32Array => out[name]!.data as Float32Array;
    return {
      count: this.manifest.shape.blobCount,
      positions: array('positions'),
      sizes: array('sizes'),
      covariances: array('covariances'),
      features: array('features'),
      styles: array('styles'),
    };
  }

  /** Layout of a seed: its latent is stream 0 of the seeded generator. */
  sampleLayout(seed: number, truncation = 0): Promise<Layout> {
    return this.layoutOf(gaussian(seed, LATENT_STREAM, this.manifest.shape.latentDim), truncation);
  }

  /** Noise maps of a seed: map i is stream 1 + i. */
  noiseOf(seed: number): Float32Array[] {
    return this.manifest.noise.map(({ resolution }, index) =>
      gaussian(seed, NOISE_STREAM + index, resolution ** 2),
    );
  }

  /**
   * Draws a layout.
   * @param noise one map per SConv, side x side each
   * @returns every output of every stage by name, `rgb_R` (3 x R x R) among them, and `scores_R`
   */
  async run(layout: Layout, noise: readonly Float32Array[]): Promise<ReadonlyMap<string, Shaped>> {
    const { featureDim, styleDim } = this.manifest.shape;
    const { count } = layout;
    const values: Record<string, Shaped> = {
      positions: { data: layout.positions, dims: [count, 2] },
      sizes: { data: layout.sizes, dims: [count] },
      covariances: { data: layout.covariances, dims: [count, 3] },
      features: { data: layout.features, dims: [count + 1, featureDim] },
      styles: { data: layout.styles, dims: [count + 1, styleDim] },
    };
    this.manifest.noise.forEach(({ resolution }, index) => {
      values[`noise_${index}`] = { data: noise[index]!, dims: [1, 1, resolution, resolution] };
    });
    const results = new Map<string, Shaped>();
    for (const index of this.stages.keys()) {
      for (const [name, value] of Object.entries(await this.runStage(index, values))) {
        values[name] = value;
        results.set(name, value);
      }
    }
    return results;
  }

  /** One stage, on a whole picture or (after the first) on a crop of it. Takes what it needs of the values. */
  async runStage(index: number, values: Readonly<Record<string, Shaped>>): Promise<Record<string, Shaped>> {
    const { Tensor } = prepareRuntime();
    const session = this.stages[index]!;
    const feeds = session.inputNames.map((name) => {
      const { data, dims } = values[name]!;
      return [name, new Tensor('float32', data, [...dims])] as const;
    });
    const outputs = await session.run(Object.fromEntries(feeds));
    return Object.fromEntries(
      Object.entries(outputs).map(([name, { data, dims }]) => [name, { data: data as Float32Array, dims }]),
    );
  }

  /** The picture of a layout: 3 x R x R, about -1..1, red first. */
  async drawLayout(layout: Layout, noiseSeed: number): Promise<Float32Array> {
    const results = await this.run(layout, this.noiseOf(noiseSeed));
    return results.get(`rgb_${this.manifest.shape.resolution}`)!.data;
  }
}

/** A model in a folder. */
export async function loadModel(folder: string): Promise<NodeModel> {
  const read: Files = async (name) => new Uint8Array(await readFile(path.join(folder, name)));
  const text = await readFile(path.join(folder, MANIFEST_FILE), 'utf8');
  return NodeModel.create(parseManifest(JSON.parse(text)), read);
}

/** A model that was just converted. */
export function fromConverted({ manifest, files }: ConvertedModel): Promise<NodeModel> {
  return NodeModel.create(manifest, (name) => files.get(name)!);
}
