/** What the layout network made of seeds, kept at hand: every picture of a scene starts from the layouts it names. */
import type { Layout } from '../blobgan';
import { type LayoutOf, type Scene, originsOf } from '../scene';

/** The least recently used one goes first. */
const MOST = 64;

export const seedKey = (seed: number, truncation: number): string => `${seed}:${truncation}`;

export class SeedLayouts {
  private readonly known = new Map<string, Layout>();

  /** @param sample asks the engine */
  constructor(private readonly sample: (seed: number, truncation: number) => Promise<Layout>) {}

  async of(seed: number, truncation: number): Promise<Layout> {
    const key = seedKey(seed, truncation);
    const layout = this.known.get(key) ?? (await this.sample(seed, truncation));
    this.known.delete(key);
    this.known.set(key, layout);
    for (const oldest of this.known.keys()) {
      if (this.known.size <= MOST) break;
      this.known.delete(oldest);
    }
    return layout;
  }

  /** Of every seed that a scene names, null when one of them is not at hand. */
  atHand(scene: Scene): LayoutOf | null {
    const found = new Map<string, Layout>();
    for (const { seed, truncation } of originsOf(scene)) {
      const layout = this.known.get(seedKey(seed, truncation));
      if (!layout) return null;
      found.set(seedKey(seed, truncation), layout);
    }
    return ({ seed, truncation }) => found.get(seedKey(seed, truncation))!;
  }

  /** Of every seed that some scenes name. */
  async ofScenes(...scenes: readonly Scene[]): Promise<LayoutOf> {
    const origins = scenes.flatMap(originsOf);
    const layouts = await Promise.all(origins.map(({ seed, truncation }) => this.of(seed, truncation)));
    const found = new Map(
      origins.map(({ seed, truncation }, at) => [seedKey(seed, truncation), layouts[at]!]),
    );
    return ({ seed, truncation }) => found.get(seedKey(seed, truncation))!;
  }
}
