/** What the layout network made of seeds, kept at hand: every picture of a scene starts from the layouts it names. */
import { type Layout, randomSeed } from '../blobgan';
import { dropOldest } from '../editor';
import { fault } from '../faults';
import {
  type LayoutOf,
  type Origin,
  type RoomKind,
  type Scene,
  type Sources,
  isLayoutOf,
  originsOf,
  originsOfSources,
} from '../scene';

/** The least recently used one goes first. */
const MOST = 64;

/** So many rooms are looked at for one of a kind. */
const TRIED = 40;

const keyOf = (seed: number, truncation: number): string => `${seed}:${truncation}`;

/** @param layouts by key */
const lookUp =
  (layouts: ReadonlyMap<string, Layout>): LayoutOf =>
  ({ seed, truncation }) =>
    layouts.get(keyOf(seed, truncation))!;

export class SeedLayouts {
  private readonly known = new Map<string, Layout>();

  /** @param sample asks the engine: a seed has the same layout whatever it is sampled together with */
  constructor(
    private readonly sample: (seeds: readonly number[], truncation: number) => Promise<readonly Layout[]>,
  ) {}

  async of(seed: number, truncation: number): Promise<Layout> {
    return (await this.ofSeeds([seed], truncation))[0]!;
  }

  /** Of some seeds, in their order; those that are not at hand are sampled together. */
  async ofSeeds(seeds: readonly number[], truncation: number): Promise<readonly Layout[]> {
    const found = new Map(seeds.map((seed) => [seed, this.known.get(keyOf(seed, truncation))]));
    const missing = [...found].flatMap(([seed, layout]) => (layout ? [] : [seed]));
    if (missing.length) {
      const sampled = await this.sample(missing, truncation);
      missing.forEach((seed, at) => found.set(seed, sampled[at]!));
    }
    for (const [seed, layout] of found) this.keep(keyOf(seed, truncation), layout!);
    return seeds.map((seed) => found.get(seed)!);
  }

  private keep(key: string, layout: Layout): void {
    this.known.delete(key);
    this.known.set(key, layout);
    dropOldest(this.known, MOST);
  }

  /**
   * A seed that nobody chose, whose room is of a kind.
   * @param kind null for any
   * @throws Fault when there is none far and wide: rooms may be too much alike
   */
  async someSeed(kind: RoomKind | null, truncation: number, slotNames: readonly string[]): Promise<number> {
    for (let tried = 0; tried < TRIED; tried++) {
      const seed = randomSeed();
      if (kind === null || isLayoutOf(kind, await this.of(seed, truncation), slotNames)) return seed;
    }
    throw fault('roomKindNotFound', { count: TRIED });
  }

  /** Of every seed that a scene names, to be used at once; null when one of them is not at hand. */
  atHand(scene: Scene): LayoutOf | null {
    const all = originsOf(scene).every(({ seed, truncation }) => this.known.has(keyOf(seed, truncation)));
    return all ? lookUp(this.known) : null;
  }

  /** Of every seed that some scenes name. */
  async ofScenes(...scenes: readonly Scene[]): Promise<LayoutOf> {
    return this.ofOrigins(scenes.flatMap(originsOf));
  }

  /** Of every seed that the sources of some things name. */
  ofSources(things: readonly Sources[]): Promise<LayoutOf> {
    return this.ofOrigins(originsOfSources(things));
  }

  private async ofOrigins(origins: readonly Origin[]): Promise<LayoutOf> {
    const layouts = await Promise.all(origins.map(({ seed, truncation }) => this.of(seed, truncation)));
    // More than are kept at hand may be asked for.
    return lookUp(
      new Map(origins.map(({ seed, truncation }, at) => [keyOf(seed, truncation), layouts[at]!])),
    );
  }
}
