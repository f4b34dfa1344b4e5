/**
 * A stage on WebGL: a session of the stage's WebGL form, whose shapes are fixed. Layouts are filled up with blobs that
 * are not there to one of a few numbers, and to that of the session that is there: every new shape has shaders
 * compiled, which takes longer than some blobs more. A layout of more blobs gets a larger session in its place.
 *
 * The first run of every session is compared with WASM: the self-test (self-test.ts) knows the driver, but
 * neither this model's shapes nor how large its maps are.
 */
import type * as Ort from 'onnxruntime-web/wasm';
import { readModel } from '../../convert/onnx/model-file';
import type { ValueMessage } from '../../convert/onnx/wire';
import { fault } from '../../faults';
import { webglForm } from '../../convert/webgl/form';
import type { Runtime } from '../pipeline';
import { LIMIT, WrongPicture, agrees } from '../self-test';

/** Numbers of blobs that shaders are compiled for; beyond, multiples of the last. */
const BLOB_COUNTS = [10, 20, 40, 64];

/** More than this for all stages, and a person's graphics memory is not theirs any more. */
export const TEXTURE_LIMIT = 2 ** 30;

/** What the textures of all stages take; they share it. */
export interface TextureMemory {
  bytes: number;
}

/** Stages add up, and their picture as a whole has to keep the limit. */
const STAGE_LIMIT = LIMIT / 4;

type Feeds = Readonly<Record<string, Pick<Ort.Tensor, 'data' | 'dims'>>>;
type Results = Ort.InferenceSession.OnnxValueMapType;
type Sides = Readonly<Record<string, number>>;

/** The WebGL build of the runtime, as far as it is used. */
export interface WebglRuntime {
  readonly InferenceSession: typeof Ort.InferenceSession;
  readonly Tensor: typeof Ort.Tensor;
  /** Where everything is drawn; there once a session was built. */
  readonly context: () => WebGL2RenderingContext | undefined;
}

interface Built {
  readonly sides: Sides;
  readonly session: Ort.InferenceSession;
  readonly textureBytes: number;
  /** Whether a run of it was compared with WASM. */
  proven: boolean;
}

const product = (sides: readonly number[]): number => sides.reduce((all, side) => all * side, 1);

/** The fixed number of blobs that a layout is filled up to. */
export function filledCount(blobs: number): number {
  const largest = BLOB_COUNTS.at(-1)!;
  return BLOB_COUNTS.find((count) => count >= blobs) ?? Math.ceil(blobs / largest) * largest;
}

/** What a blob that is not there has in place of zeros: it lets everything through, and its ellipse is one. */
const ABSENT: Readonly<Record<string, readonly number[]>> = { sizes: [-80], covariances: [1, 0, 1] };

/** Fills the first axis that counts blobs or regions; the axes before it are 1. */
export function filled(name: string, data: Float32Array, length: number): Float32Array {
  if (data.length === length) return data;
  const out = new Float32Array(length);
  out.set(data);
  const absent = ABSENT[name];
  if (absent) for (let at = data.length; at < length; at++) out[at] = absent[at % absent.length]!;
  return out;
}

/** Whether a session of some sides runs others: all the same but for blobs, of which it may have more. */
function takes(own: Sides, asked: Sides): boolean {
  return Object.entries(asked).every(([name, side]) =>
    name === 'blobs' || name === 'regions' ? own[name]! >= side : own[name] === side,
  );
}

/** The sides of named dimensions, from what is fed. */
function sidesOf(inputs: readonly ValueMessage[], feeds: Feeds): Sides {
  const sides: Record<string, number> = {};
  for (const { name, shape } of inputs) {
    shape.forEach((side, axis) => {
      if (typeof side === 'string') sides[side] = feeds[name]!.dims[axis]!;
    });
  }
  return sides;
}

export class WebglStageSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  private readonly inputs: readonly ValueMessage[];
  private readonly outputs: readonly ValueMessage[];
  private built: Built | null = null;

  /**
   * @param wasm what the results are compared with
   * @param memory of all stages
   * @param file the stage, as for every provider; kept
   */
  constructor(
    private readonly runtime: WebglRuntime,
    private readonly wasm: Runtime,
    private readonly memory: TextureMemory,
    private readonly file: Uint8Array,
  ) {
    const { inputs, outputs } = readModel(file);
    this.inputs = inputs;
    this.outputs = outputs;
    this.inputNames = inputs.map(({ name }) => name);
    this.outputNames = outputs.map(({ name }) => name);
  }

  /**
   * @throws Fault when the graphics driver complained or gave up: what was drawn then is nothing
   * to show, though no run failed
   * @throws WrongPicture when the first run of a shape is not what WASM computes
   */
  async run(feeds: Feeds): Promise<Results> {
    const sides = sidesOf(this.inputs, feeds);
    const built = await this.builtFor(sides);
    const results = await built.session.run(this.fill(feeds, built.sides));
    this.checkDriver();
    const cut = this.cut(results, sides);
    if (!built.proven) await this.prove(feeds, cut);
    built.proven = true;
    return cut;
  }

  async release(): Promise<void> {
    if (!this.built) return;
    freeTextures(this.built.session);
    this.memory.bytes -= this.built.textureBytes;
    this.built = null;
  }

  private async prove(feeds: Feeds, results: Results): Promise<void> {
    const session = await this.wasm.InferenceSession.create(this.file, { executionProviders: ['wasm'] });
    try {
      // Tensors of one build are none to the other.
      const own = this.inputNames.map((name) => {
        const { data, dims } = feeds[name]!;
        return [name, new this.wasm.Tensor('float32', data as Float32Array, dims)] as const;
      });
      const expected = await session.run(Object.fromEntries(own));
      if (!agrees(numbersOf(expected), numbersOf(results), STAGE_LIMIT)) throw new WrongPicture();
    } finally {
      await session.release();
    }
  }

  /** The session that is there, or one that takes more blobs. Runs come one after the other. */
  private async builtFor(sides: Sides): Promise<Built> {
    const blobs = filledCount(sides['regions']! - 1);
    const fixed = { ...sides, blobs, regions: blobs + 1 };
    if (this.built && takes(this.built.sides, fixed)) return this.built;
    await this.release();
    const { file, textureBytes } = webglForm(this.file, fixed);
    const wanted = this.memory.bytes + textureBytes;
    if (wanted > TEXTURE_LIMIT) {
      const megabytes = Math.round(wanted / 2 ** 20);
      throw fault('graphicsTooSmall', { megabytes });
    }
    const session = await this.runtime.InferenceSession.create(file, { executionProviders: ['webgl'] });
    this.memory.bytes = wanted;
    this.built = { sides: fixed, session, textureBytes, proven: false };
    return this.built;
  }

  private fill(feeds: Feeds, sides: Sides): Record<string, Ort.Tensor> {
    return Object.fromEntries(
      this.inputs.map(({ name, shape }) => {
        const dims = shape.map((side) => (typeof side === 'number' ? side : sides[side]!));
        const data = filled(name, feeds[name]!.data as Float32Array, product(dims));
        return [name, new this.runtime.Tensor('float32', data, dims)];
      }),
    );
  }

  private cut(results: Results, sides: Sides): Results {
    return Object.fromEntries(
      this.outputs.map(({ name, shape }) => {
        const dims = shape.map((side) => (typeof side === 'number' ? side : sides[side]!));
        const data = (results[name]!.data as Float32Array).subarray(0, product(dims));
        return [name, new this.runtime.Tensor('float32', data, dims)];
      }),
    );
  }

  private checkDriver(): void {
    const context = this.runtime.context();
    if (!context || context.isContextLost()) throw fault('graphicsGaveUp');
    const error = context.getError();
    if (error === context.NO_ERROR) return;
    if (error === context.OUT_OF_MEMORY) throw fault('graphicsOutOfMemory');
    throw fault('graphicsRefused', { error });
  }
}

const numbersOf = (results: Results): Map<string, Float32Array> =>
  new Map(Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]));

/** The runtime's own release keeps every texture and shader: its inner session has the method that frees them. */
function freeTextures(session: Ort.InferenceSession): void {
  interface Inner {
    readonly handler?: { readonly session?: { readonly sessionHandler?: { dispose?: () => void } } };
  }
  (session as unknown as Inner).handler?.session?.sessionHandler?.dispose?.();
}
