/** The graphs from attributes to vectors and back, on WASM; loaded when something is asked of them. */
import type * as Ort from 'onnxruntime-web/wasm';
import type { Manifest } from '../../convert/manifest';
import { fault } from '../../faults';
import { causeIn } from '../causes';
import type { Pipeline, ReadFile, Runtime } from '../pipeline';
import { type AttributeRows, type Told, type ToldLight, type Traits, Telling } from './telling';

/** Vectors of some things, and what each is told to be. */
export interface AttributeQuestion {
  /** Rows x Df. */
  readonly features: Float32Array;
  /** Rows x Ds. */
  readonly styles: Float32Array;
  /** For each row; empty where it is only asked what the thing is. */
  readonly told: readonly Told[];
  readonly light: ToldLight | null;
}

export interface AttributeAnswer {
  /** Of the things as they were told to be. */
  readonly features: Float32Array;
  readonly styles: Float32Array;
  /** What each is, after it was told. */
  readonly traits: readonly Traits[];
}

interface Vectors {
  readonly features: Float32Array;
  readonly styles: Float32Array;
}

interface Sessions {
  readonly encoder: Ort.InferenceSession;
  readonly reader: Ort.InferenceSession;
}

export class AttributeNetworks {
  private opened: Promise<Sessions> | null = null;
  private readonly telling: Telling | null;

  /** @param pipeline whose sessions do not run meanwhile */
  constructor(
    private readonly runtime: Runtime,
    private readonly pipeline: Pick<Pipeline, 'alone'>,
    private readonly manifest: Manifest,
    private readonly read: ReadFile,
  ) {
    const { attributes } = manifest;
    this.telling = attributes ? new Telling(attributes.schema) : null;
  }

  /**
   * What things are, and their vectors as they are told to be: v + encoder(told) - encoder(read), so that what the reader missed
   * stays.
   * @returns null of a model that knows no attributes
   * @throws Fault when the graphs cannot be loaded
   */
  async answer({ features, styles, told, light }: AttributeQuestion): Promise<AttributeAnswer | null> {
    const { telling } = this;
    if (!telling) return null;
    const { encoder, reader } = await this.sessions();
    return this.pipeline.alone(async () => {
      const count = told.length;
      const before = await this.runReader(reader, { features, styles }, count);
      const after: AttributeRows = {
        categories: before.categories.slice(),
        numbers: before.numbers.slice(),
        known: before.known.slice(),
      };
      told.forEach((each, row) => telling.tell(after, row, each, light));
      const traits = told.map((_, row) => telling.traitsOf(after, row));
      if (!light && told.every((each) => !Object.keys(each).length)) return { features, styles, traits };
      const made = await this.runEncoder(encoder, joinedRows(after, before), 2 * count);
      return {
        features: moved(features, made.features),
        styles: moved(styles, made.styles),
        traits,
      };
    });
  }

  private sessions(): Promise<Sessions> {
    this.opened ??= this.open();
    // What failed is tried again when it is wanted again.
    this.opened.catch(() => (this.opened = null));
    return this.opened;
  }

  private async open(): Promise<Sessions> {
    const { encoder, reader } = this.manifest.attributes!;
    return { encoder: await this.session(encoder.file), reader: await this.session(reader.file) };
  }

  private async session(file: string): Promise<Ort.InferenceSession> {
    const bytes = await this.read(file);
    try {
      return await this.pipeline.alone(() =>
        this.runtime.InferenceSession.create(bytes, { executionProviders: ['wasm'] }),
      );
    } catch (error) {
      throw fault('modelFileUnusable', { file, why: causeIn(error) });
    }
  }

  private async runReader(
    session: Ort.InferenceSession,
    { features, styles }: Vectors,
    count: number,
  ): Promise<AttributeRows> {
    const { featureDim, styleDim } = this.manifest.shape;
    const out = await session.run({
      features: new this.runtime.Tensor('float32', features, [count, featureDim]),
      styles: new this.runtime.Tensor('float32', styles, [count, styleDim]),
    });
    return {
      categories: out['categories']!.data as Int32Array,
      numbers: out['numbers']!.data as Float32Array,
      known: out['known']!.data as Float32Array,
    };
  }

  private async runEncoder(
    session: Ort.InferenceSession,
    { categories, numbers, known }: AttributeRows,
    count: number,
  ): Promise<Vectors> {
    const { schema } = this.manifest.attributes!;
    const columns = [count, schema.numbers.length];
    const out = await session.run({
      categories: new this.runtime.Tensor('int32', categories, [count, schema.categories.length]),
      numbers: new this.runtime.Tensor('float32', numbers, columns),
      known: new this.runtime.Tensor('float32', known, columns),
    });
    return {
      features: out['features']!.data as Float32Array,
      styles: out['styles']!.data as Float32Array,
    };
  }
}

function joinedRows(first: AttributeRows, second: AttributeRows): AttributeRows {
  const both = <T extends Int32Array | Float32Array>(a: T, b: T, make: (length: number) => T): T => {
    const out = make(a.length + b.length);
    out.set(a);
    out.set(b, a.length);
    return out;
  };
  const floats = (length: number): Float32Array => new Float32Array(length);
  return {
    categories: both(first.categories, second.categories, (length) => new Int32Array(length)),
    numbers: both(first.numbers, second.numbers, floats),
    known: both(first.known, second.known, floats),
  };
}

/** @param made of the things as they are told to be, then as they were read */
const moved = (vectors: Float32Array, made: Float32Array): Float32Array =>
  vectors.map((value, at) => value + made[at]! - made[vectors.length + at]!);
