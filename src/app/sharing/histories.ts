/** Histories as rows: a timeline whose scenes are links, each of them written once. */
import * as v from 'valibot';
import {
  MOST_STEPS,
  type ModelOf,
  type NamedModel,
  type RecordedScene,
  STEP_NAMES,
  type Scene,
  type StepName,
  type Timeline,
  readLink,
  writeLink,
} from '../../scene';

export interface HistoryRow {
  /** The record that was present. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly updated: number;
  readonly records: readonly string[];
  /** Of each scene in its order: the index of its record, and the key of its link. */
  readonly scenes: readonly (readonly [record: number, state: number])[];
  readonly labels: readonly StepName[];
  readonly present: number;
  readonly forgotten: number;
  /** When the records were last written, as far as the writer knew: 0 for one that never was. */
  readonly written: readonly number[];
}

/** A step of a record that its history has, and what came after it there. */
interface EarlierStep {
  readonly key: number;
  readonly label: StepName;
}

/**
 * What a record went through before a tab opened it: in another tab, or before it was left. Undo in that tab leads back to what the tab
 * showed before; these steps lie beyond, so that none of them is lost when the tab writes the record's history.
 */
export interface EarlierSteps {
  readonly record: string;
  readonly steps: readonly EarlierStep[];
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const HistorySchema = v.object({
  records: v.pipe(v.array(v.string()), v.maxLength(MOST_STEPS + 1)),
  scenes: v.pipe(v.array(v.tuple([count, count])), v.minLength(1), v.maxLength(MOST_STEPS + 1)),
  labels: v.array(v.picklist(STEP_NAMES)),
  present: count,
  forgotten: count,
  written: v.array(count),
});

/** The keys of the links that a row names, whatever else is in it. */
export function statesOf(row: Pick<HistoryRow, 'scenes'>): number[] {
  const scenes: unknown = row.scenes;
  if (!Array.isArray(scenes)) return [];
  return scenes
    .map((scene: unknown) => (Array.isArray(scene) ? (scene[1] as unknown) : 0))
    .filter(Number.isSafeInteger) as number[];
}

/** Turns timelines into rows, and knows which scenes lie in the database already. */
export class Histories {
  private readonly keys = new WeakMap<Scene, number>();
  private readonly stored = new WeakSet<Scene>();

  /**
   * @param writtenAt when a record was last written, undefined when it never was
   * @param earlier steps of the present record that come before the timeline's, as many as there is room for
   */
  rowOf(
    timeline: Timeline,
    updated: number,
    writtenAt: (record: string) => number | undefined,
    earlier: EarlierSteps | null = null,
  ): HistoryRow {
    const { scenes, labels, present, forgotten } = timeline;
    const id = scenes[present]!.record;
    const records = [...new Set(scenes.map(({ record }) => record))];
    const at = new Map(records.map((record, index) => [record, index]));
    const own = scenes.map(({ record, scene }) => [at.get(record)!, this.keyOf(scene)] as const);
    const known = new Set(own.map(([, key]) => key));
    const unknown = (earlier?.record === id ? earlier.steps : []).filter(({ key }) => !known.has(key));
    const before = unknown.slice(Math.max(0, unknown.length - (MOST_STEPS + 1 - own.length)));
    return {
      id,
      updated,
      records,
      scenes: [...before.map(({ key }) => [at.get(id)!, key] as const), ...own],
      labels: [...before.map(({ label }) => label), ...labels],
      present: present + before.length,
      forgotten,
      written: records.map((record) => writtenAt(record) ?? 0),
    };
  }

  /** Links of the scenes that are to be written with a timeline. They count as written then, until `failed`. */
  newStates({ scenes }: Timeline, model: NamedModel): Map<number, string> {
    const states = new Map<number, string>();
    for (const { scene } of scenes) {
      if (this.stored.has(scene)) continue;
      this.stored.add(scene);
      states.set(this.keyOf(scene), writeLink(scene, model));
    }
    return states;
  }

  failed({ scenes }: Timeline): void {
    for (const { scene } of scenes) this.stored.delete(scene);
  }

  /**
   * What a row says, when every part of it is sound; null else.
   * @param present the link of the scene of `id` that was found there, null to go by the row
   */
  read(
    id: string,
    { row, links }: { readonly row: unknown; readonly links: ReadonlyMap<number, unknown> },
    modelOf: ModelOf,
    present: string | null,
  ): { readonly timeline: Timeline; readonly written: ReadonlyMap<string, number> } | null {
    const parsed = v.safeParse(HistorySchema, row);
    if (!parsed.success) return null;
    const { records, scenes: steps, labels, forgotten, written } = parsed.output;
    const at = present === null ? parsed.output.present : lastOf(present);
    if (labels.length !== steps.length - 1 || written.length !== records.length) return null;
    if (records[steps[at]?.[0] ?? -1] !== id) return null;
    try {
      const read = new Map<number, Scene>();
      const scenes: RecordedScene[] = [];
      for (const [index, state] of steps) {
        const record = records[index];
        const scene = read.get(state) ?? sceneOf(links.get(state), modelOf);
        if (record === undefined || !scene) return null;
        read.set(state, scene);
        scenes.push({ record, scene });
      }
      for (const [key, scene] of read) {
        this.keys.set(scene, key);
        this.stored.add(scene);
      }
      const known = records.flatMap((record, index) =>
        written[index] ? [[record, written[index]] as const] : [],
      );
      return { timeline: { scenes, labels, present: at, forgotten }, written: new Map(known) };
    } catch {
      // What it says of a scene is damaged: the scene that is kept beside it stays.
      return null;
    }

    /** The newest step that this scene was the present one of. */
    function lastOf(link: string): number {
      return steps.findLastIndex(([record, state]) => records[record] === id && links.get(state) === link);
    }
  }

  /**
   * The steps of a record in its stored history, without those at its end that show what it shows now; null where there are none, or
   * some part of the history is not sound.
   * @param model of the tab; a scene of another one is not read
   */
  earlierSteps(
    record: string,
    stored: Parameters<Histories['read']>[1],
    present: Scene,
    model: NamedModel,
  ): EarlierSteps | null {
    const found = this.read(record, stored, (id) => (id === model.id ? model : null), null);
    if (!found) return null;
    const { scenes, labels } = found.timeline;
    const own = [...scenes.keys()].filter((at) => scenes[at]!.record === record);
    const shown = writeLink(present, model);
    while (own.length && writeLink(scenes[own.at(-1)!]!.scene, model) === shown) own.pop();
    if (!own.length) return null;
    const steps = own.map((at) => ({ key: this.keyOf(scenes[at]!.scene), label: labels[at] ?? 'newRoom' }));
    return { record, steps: [...steps.slice(0, -1), { ...steps.at(-1)!, label: 'newRoom' }] };
  }

  private keyOf(scene: Scene): number {
    const key = this.keys.get(scene) ?? Math.floor(Math.random() * Number.MAX_SAFE_INTEGER);
    this.keys.set(scene, key);
    return key;
  }
}

/**
 * Null when it is a scene of another model.
 * @throws Fault when it is no link
 */
function sceneOf(link: unknown, modelOf: ModelOf): Scene | null {
  const content = readLink(String(link), modelOf);
  return content.kind === 'scene' ? content.scene : null;
}
