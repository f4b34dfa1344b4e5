/** What makes the vectors of scenes: layouts of their seeds, and what things are told to be. */
import type { Engine, Traits } from '../engine';
import type { Scene, ToldThing, VectorsOf } from '../scene';
import { SeedLayouts } from './seed-layouts';
import { ToldVectors } from './told-vectors';

export class SceneVectors {
  readonly layouts: SeedLayouts;
  private readonly told: ToldVectors;
  private newest: Scene | null = null;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(engine: () => Pick<Engine, 'sample' | 'attributes'>) {
    this.layouts = new SeedLayouts((seeds, truncation) => engine().sample(seeds, truncation));
    this.told = new ToldVectors(
      (question) => engine().attributes(question),
      (things) => this.layouts.ofSources(things),
    );
  }

  /** Of a scene, to be used at once; null when something is not at hand. */
  atHand(scene: Scene): VectorsOf | null {
    const [layoutOf, told] = [this.layouts.atHand(scene), this.told.atHand(scene)];
    return layoutOf && told && [layoutOf, told];
  }

  /** Of some scenes. */
  ofScenes(...scenes: readonly Scene[]): Promise<VectorsOf> {
    return Promise.all([this.layouts.ofScenes(...scenes), this.told.ofScenes(...scenes)]);
  }

  /** Of a scene, after those that were asked for before; null when a newer one was asked for before its turn came. */
  inTurn(scene: Scene): Promise<VectorsOf | null> {
    this.newest = scene;
    const made = this.turn
      .catch(() => undefined)
      .then(() => (this.newest === scene ? this.ofScenes(scene) : null));
    this.turn = made;
    return made;
  }

  /** What a thing is, with all that it is told; null of a model that knows no attributes. */
  traitsOf(thing: ToldThing): Promise<Traits | null> {
    return this.told.traitsOf(thing);
  }
}
