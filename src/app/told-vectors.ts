/** Vectors of things as they are told to be, kept at hand: a thing that was recoloured is dragged like any other. */
import { dropOldest } from '../editor';
import type { AttributeAnswer, AttributeQuestion, Traits } from '../engine';
import {
  type LayoutOf,
  type Scene,
  type ThingVectors,
  type ToldThing,
  type ToldVectorsOf,
  keyOfTold,
  toldThings,
  vectorsOfSources,
} from '../scene';

/** The least recently used go first. */
const MOST = 4_096;

function joinedNumbers(parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

interface Known extends ThingVectors {
  readonly traits: Traits;
}

export class ToldVectors {
  private readonly known = new Map<string, Known>();
  /** The model knows no attributes: nothing can be told. */
  private mute = false;

  constructor(
    private readonly ask: (question: AttributeQuestion) => Promise<AttributeAnswer | null>,
    private readonly layoutsOf: (things: readonly ToldThing[]) => Promise<LayoutOf>,
  ) {}

  /** Of everything that is told in a scene, to be used at once; null when something is not at hand. */
  atHand(scene: Scene): ToldVectorsOf | null {
    const all = this.mute || toldThings(scene).every((thing) => this.known.has(keyOfTold(thing)));
    return all ? (key) => this.known.get(key) : null;
  }

  /** Of everything that is told in some scenes. */
  async ofScenes(...scenes: readonly Scene[]): Promise<ToldVectorsOf> {
    const found = await this.of(scenes.flatMap(toldThings));
    return (key) => found.get(key);
  }

  /** What a thing is, with all that it is told; null of a model that knows no attributes. */
  async traitsOf(thing: ToldThing): Promise<Traits | null> {
    const found = await this.of([thing]);
    return found.get(keyOfTold(thing))?.traits ?? null;
  }

  private async of(things: readonly ToldThing[]): Promise<ReadonlyMap<string, Known>> {
    const wanted = new Map(things.map((thing) => [keyOfTold(thing), thing]));
    const found = new Map<string, Known>();
    for (const key of wanted.keys()) {
      const known = this.known.get(key);
      if (known) found.set(key, known);
    }
    const missing = [...wanted].filter(([key]) => !found.has(key));
    if (missing.length && !this.mute) {
      for (const [key, known] of await this.asked(missing)) found.set(key, known);
    }
    for (const [key, known] of found) this.keep(key, known);
    return found;
  }

  private async asked(missing: readonly (readonly [string, ToldThing])[]): Promise<[string, Known][]> {
    const layoutOf = await this.layoutsOf(missing.map(([, thing]) => thing));
    // A question is of one light.
    const lights = new Map<string, (readonly [string, ToldThing])[]>();
    for (const each of missing) {
      const light = JSON.stringify(each[1].light ?? null);
      lights.set(light, [...(lights.get(light) ?? []), each]);
    }
    const answers = await Promise.all([...lights.values()].map((each) => this.askFor(each, layoutOf)));
    return answers.flat();
  }

  private async askFor(
    things: readonly (readonly [string, ToldThing])[],
    layoutOf: LayoutOf,
  ): Promise<[string, Known][]> {
    const vectors = things.map(([, thing]) => vectorsOfSources(thing, layoutOf));
    const answer = await this.ask({
      features: joinedNumbers(vectors.map(({ feature }) => feature)),
      styles: joinedNumbers(vectors.map(({ style }) => style)),
      told: things.map(([, { changes }]) => changes ?? {}),
      light: things[0]![1].light ?? null,
    });
    this.mute = answer === null;
    if (!answer) return [];
    const row = (of: Float32Array, at: number): Float32Array => {
      const width = of.length / things.length;
      return of.subarray(at * width, (at + 1) * width);
    };
    return things.map(([key], at) => [
      key,
      { feature: row(answer.features, at), style: row(answer.styles, at), traits: answer.traits[at]! },
    ]);
  }

  private keep(key: string, known: Known): void {
    this.known.delete(key);
    this.known.set(key, known);
    dropOldest(this.known, MOST);
  }
}
