/**
 * A model's sessions and how a layout runs through them, with no worker, page or platform in it: the same code
 * draws in the tab and in Node.
 */
import type * as Ort from 'onnxruntime-web/wasm';
import {
  type Layout,
  LATENT_STREAM,
  NOISE_STREAM,
  ScorePyramid,
  gaussian,
  checkLayout,
  pickOfSeed,
  takeBlobs,
} from '../blobgan';
import { fault } from '../faults';
import type { Manifest, ManifestStage } from '../convert/manifest';
import { causeIn } from './causes';
import { type DrawingInputs, type NoiseMaps, type Shaped, drawingInputs } from './drawing-inputs';

/** The part of onnxruntime-web that is used. */
export type Runtime = Pick<typeof Ort, 'InferenceSession' | 'Tensor'>;

/** Gives a file of the model by the name that the manifest has for it. */
export type ReadFile = (name: string) => Promise<Uint8Array>;

interface StagePicture {
  readonly resolution: number;
  readonly last: boolean;
  /** 3 x resolution x resolution, about [-1, 1]. Fetched from the device when it is asked for. */
  readonly read: () => Promise<Float32Array>;
}

/** How the sessions are built. */
export interface Building {
  readonly stageOptions?: (stage: ManifestStage, last: boolean) => Ort.InferenceSession.SessionOptions;
  /** Called after each session with how many of how many are built. */
  readonly onCompiled?: ((done: number, total: number) => void) | undefined;
}

export interface DrawOptions {
  /** Asked between stages; true ends the drawing. */
  readonly stopped?: () => boolean;
  /** Called with every stage's picture, the last one's included; awaited before the next stage. */
  readonly onStage?: (picture: StagePicture) => void | Promise<void>;
}

type Feeds = Record<string, Ort.Tensor>;

export class Pipeline {
  private noise: { seed: number; maps: NoiseMaps } | null = null;
  /** One chain for every run: sessions share threads, or the device's encoder. */
  private runs: Promise<unknown> = Promise.resolve();

  /** Milliseconds that sessions have run so far. */
  running = 0;

  /** Whether it was let go: what it ran on may go, too. */
  released = false;

  private constructor(
    private readonly runtime: Runtime,
    readonly manifest: Manifest,
    private readonly layoutSession: Ort.InferenceSession,
    private readonly stageSessions: readonly Ort.InferenceSession[],
    /** The latents that came with the model, one after the other. */
    private readonly picks: Float32Array,
  ) {}

  /**
   * Builds the sessions one after the other.
   * @param options of the sessions, unless `building.stageOptions` says otherwise for the stages; the layout network
   * always runs on WASM
   * @throws Fault that names the file that could not be built
   */
  static async create(
    runtime: Runtime,
    manifest: Manifest,
    read: ReadFile,
    options: Ort.InferenceSession.SessionOptions,
    building: Building = {},
  ): Promise<Pipeline> {
    const { stageOptions = () => options } = building;
    // The layout network makes a scene from a few numbers, and must make the same one on every machine.
    const layoutOptions = { ...options, executionProviders: ['wasm'] };
    const plans = [
      { file: manifest.layout.file, options: layoutOptions },
      ...manifest.stages.map((stage, at) => ({
        file: stage.file,
        options: stageOptions(stage, at === manifest.stages.length - 1),
      })),
    ];
    const sessions: Ort.InferenceSession[] = [];
    for (const { file, options: own } of plans) {
      const bytes = await read(file);
      try {
        sessions.push(await runtime.InferenceSession.create(bytes, own));
      } catch (error) {
        // What is half built may not even be able to go.
        await Promise.allSettled(sessions.map((session) => session.release()));
        throw fault('modelFileUnusable', { file, why: causeIn(error) });
      }
      building.onCompiled?.(sessions.length, plans.length);
    }
    const [layout, ...stages] = sessions;
    const picks = manifest.picks ? (await read(manifest.picks.file)).slice() : new Uint8Array();
    return new Pipeline(runtime, manifest, layout!, stages, new Float32Array(picks.buffer));
  }

  /**
   * Layouts of seeds: a seed's latent is stream 0 of the seeded generator, or one that came with the model.
   * @param truncation 0 (none) to 1 (the mean scene)
   * @throws Fault when a seed names a picked latent that this model does not have
   */
  async sample(seeds: readonly number[], truncation: number): Promise<Layout[]> {
    const { latentDim } = this.manifest.shape;
    const z = new Float32Array(seeds.length * latentDim);
    seeds.forEach((seed, at) => z.set(this.latentOf(seed), at * latentDim));
    return this.layouts(z, truncation);
  }

  private latentOf(seed: number): Float32Array {
    const { latentDim } = this.manifest.shape;
    const pick = pickOfSeed(seed);
    if (pick === null) return gaussian(seed, LATENT_STREAM, latentDim);
    const latent = this.picks.subarray(pick * latentDim, (pick + 1) * latentDim);
    if (latent.length === latentDim) return latent;
    throw fault('unknownPick', { number: pick + 1 });
  }

  /**
   * Layouts of latents: the layout network.
   * @param z n x latentDim numbers
   * @param truncation 0 (none) to 1 (the mean scene)
   */
  async layouts(z: Float32Array, truncation: number): Promise<Layout[]> {
    const { latentDim, blobCount, featureDim, styleDim } = this.manifest.shape;
    const count = z.length / latentDim;
    const feeds = {
      z: this.tensor(z, [count, latentDim]),
      truncation: this.tensor(new Float32Array(count).fill(truncation), [count]),
    };
    const out = await this.run(this.layoutSession, feeds);
    const row = (name: string, at: number, length: number): Float32Array =>
      (out[name]!.data as Float32Array).slice(at * length, (at + 1) * length);
    const layouts = Array.from({ length: count }, (_, at): Layout => ({
      count: blobCount,
      positions: row('positions', at, blobCount * 2),
      sizes: row('sizes', at, blobCount),
      covariances: row('covariances', at, blobCount * 3),
      features: row('features', at, (blobCount + 1) * featureDim),
      styles: row('styles', at, (blobCount + 1) * styleDim),
    }));
    dispose(out);
    return layouts;
  }

  /**
   * Draws a layout stage by stage.
   * @returns the whole picture, 3 x R x R in about [-1, 1], or null when it was stopped
   * @throws Defect when the layout does not fit the model
   */
  async draw(layout: Layout, noise: NoiseMaps, options: DrawOptions = {}): Promise<Float32Array | null> {
    const known = this.tensors(this.inputs(layout, noise).values);
    const made: Feeds = {};
    try {
      for (const [at, session] of this.stageSessions.entries()) {
        if (options.stopped?.()) return null;
        const feeds = Object.fromEntries(
          session.inputNames.map((name) => [name, (made[name] ?? known[name])!]),
        );
        Object.assign(made, await this.run(session, feeds));
        const { resolution } = this.manifest.stages[at]!;
        const tensor = made[`rgb_${resolution}`]!;
        const last = at === this.stageSessions.length - 1;
        const read = async (): Promise<Float32Array> => (await tensor.getData()) as Float32Array;
        await options.onStage?.({ resolution, last, read });
        if (last) return await read();
      }
      return null;
    } finally {
      dispose(made);
    }
  }

  /** One stage, on a whole picture or (after the first) on a crop of it. Takes what it needs of the values. */
  async runStage(index: number, values: Readonly<Record<string, Shaped>>): Promise<Record<string, Shaped>> {
    const session = this.stageSessions[index]!;
    const needed = session.inputNames.map((name) => [name, values[name]!] as const);
    const out = await this.run(session, this.tensors(Object.fromEntries(needed)));
    const arrays: Record<string, Shaped> = {};
    // The runtime hands out arrays of their own, not views of its memory.
    for (const [name, tensor] of Object.entries(out)) {
      arrays[name] = { data: (await tensor.getData()) as Float32Array, dims: tensor.dims };
    }
    dispose(out);
    return arrays;
  }

  /** Noise maps of a seed: map i is stream 1 + i; a map that the decoder does not use is empty of noise. */
  noiseOf(seed: number): NoiseMaps {
    if (this.noise?.seed !== seed) {
      const maps = this.manifest.noise.map(({ resolution, used }, at) => {
        const count = resolution * resolution;
        return used ? gaussian(seed, NOISE_STREAM + at, count) : new Float32Array(count);
      });
      this.noise = { seed, maps };
    }
    return this.noise.maps;
  }

  async release(): Promise<void> {
    this.released = true;
    await this.runs.catch(() => undefined);
    for (const session of [this.layoutSession, ...this.stageSessions]) await session.release();
  }

  /**
   * What a drawing starts from, of the blobs that can be seen: what is absent or wholly hidden costs nothing.
   * @param pyramid makes the scores, for one drawing at a time
   * @throws Defect when the layout does not fit the model
   */
  inputs(layout: Layout, noise: NoiseMaps, pyramid: ScorePyramid = this.newPyramid()): DrawingInputs {
    const { shape } = this.manifest;
    checkLayout(layout, shape.featureDim, shape.styleDim);
    const scores = pyramid.of(layout, true);
    const { visible } = pyramid;
    const seen = visible.length === layout.count ? layout : takeBlobs(layout, visible);
    return { layout: seen, values: drawingInputs(shape, seen, scores, noise) };
  }

  private newPyramid(): ScorePyramid {
    const { resolution, inputSize } = this.manifest.shape;
    return new ScorePyramid(resolution, inputSize);
  }

  private tensors(values: Readonly<Record<string, Shaped>>): Feeds {
    return Object.fromEntries(
      Object.entries(values).map(([name, { data, dims }]) => [name, this.tensor(data, dims)]),
    );
  }

  private tensor(data: Float32Array, dims: readonly number[]): Ort.Tensor {
    return new this.runtime.Tensor('float32', data, dims);
  }

  /** Does something with the runtime while no session of the pipeline runs. */
  alone<T>(act: () => Promise<T>): Promise<T> {
    const result = this.runs.catch(() => undefined).then(act);
    this.runs = result;
    return result;
  }

  private run(
    session: Ort.InferenceSession,
    feeds: Feeds,
  ): Promise<Ort.InferenceSession.OnnxValueMapType & Feeds> {
    return this.alone(async () => {
      const start = performance.now();
      const out = await session.run(feeds);
      this.running += performance.now() - start;
      return out as Ort.InferenceSession.OnnxValueMapType & Feeds;
    });
  }
}

function dispose(tensors: Feeds): void {
  for (const tensor of Object.values(tensors)) tensor.dispose();
}
