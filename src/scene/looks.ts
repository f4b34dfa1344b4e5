/** Edits of what things are said to be and to look like, and of the light. Pure. */
import { mapBlobs } from './edits';
import {
  CHANGE_KINDS,
  type ChangeName,
  type Changes,
  type Ids,
  type Light,
  type Scene,
  type Sources,
} from './types';

const CHANGE_NAMES = Object.keys(CHANGE_KINDS) as ChangeName[];

/** What says what a thing is, and goes with its feature; the rest says how it looks, and goes with its style. */
const OF_FEATURE: ReadonlySet<ChangeName> = new Set(['model', 'round', 'facing']);

const STEPS = { number: 1_000, part: 100 } as const;

const stepped = (value: number, steps: number): number => Math.round(value * steps) / steps || 0;

/** Whole degrees from 0 to 359. */
export const wholeDegrees = (degrees: number): number => ((Math.round(degrees) % 360) + 360) % 360;

function settledValue(name: ChangeName, value: string | number | boolean): string | number | boolean {
  const kind = CHANGE_KINDS[name];
  if (kind === 'colour') return String(value).toLowerCase();
  if (kind === 'number') return stepped(value as number, STEPS.number);
  return kind === 'degrees' ? wholeDegrees(value as number) : value;
}

/** Changes as documents hold them: on the grid, in the order of the names; undefined when there are none. */
export function settledChanges(changes: Changes | undefined): Changes | undefined {
  const entries = CHANGE_NAMES.flatMap((name) => {
    const value = changes?.[name];
    return value === undefined ? [] : [[name, settledValue(name, value)] as const];
  });
  if (!entries.length) return undefined;
  const keys = Object.keys(changes!);
  const same = keys.length === entries.length && entries.every(([name, value]) => changes![name] === value);
  return same ? changes : Object.fromEntries(entries);
}

/** Light as documents hold it; undefined where it is as the seed made it. */
function settledLight(light: Light | undefined): Light | undefined {
  if (!light) return undefined;
  const part = (value = 0): number => stepped(Math.min(1, Math.max(-1, value)), STEPS.part);
  const [warmth, strength] = [part(light.warmth), part(light.strength)];
  const settled: Light = {
    ...(light.preset !== undefined && { preset: light.preset }),
    ...(light.night !== undefined && { night: light.night }),
    ...(warmth && { warmth }),
    ...(strength && { strength }),
  };
  const keys = Object.keys(settled) as (keyof Light)[];
  if (!keys.length) return undefined;
  const same = keys.length === Object.keys(light).length && keys.every((key) => light[key] === settled[key]);
  return same ? light : settled;
}

/** Whether anything was changed by name. */
export const hasChanges = ({ background, blobs, light }: Scene): boolean =>
  light !== undefined || [background, ...blobs].some(({ changes }) => changes !== undefined);

const without = <T extends object>(value: T, key: keyof T): T => {
  const { [key]: _, ...rest } = value;
  return rest as T;
};

/** Sets all that is said of a thing. The very same value where that changes nothing. */
export function withChanges<T extends Sources>(sources: T, changes: Changes | undefined): T {
  if (!changes || !Object.keys(changes).length)
    return sources.changes ? (without<Sources>(sources, 'changes') as T) : sources;
  const names = Object.keys({ ...sources.changes, ...changes }) as ChangeName[];
  return names.every((name) => sources.changes?.[name] === changes[name]) ? sources : { ...sources, changes };
}

/** Says what things are or look like; what else was said of them stays. */
export function change(scene: Scene, ids: Ids, changes: Changes): Scene {
  return mapBlobs(scene, ids, (blob) => withChanges(blob, { ...blob.changes, ...changes }));
}

/** Takes back what was said of things: all of it, or some names. */
export function unchange(scene: Scene, ids: Ids, names: readonly ChangeName[] = CHANGE_NAMES): Scene {
  const taken: ReadonlySet<ChangeName> = new Set(names);
  return mapBlobs(scene, ids, (blob) =>
    withChanges(
      blob,
      kept(blob.changes, (name) => !taken.has(name)),
    ),
  );
}

function kept(changes: Changes | undefined, keeps: (name: ChangeName) => boolean): Changes {
  const entries = Object.entries(changes ?? {}) as [ChangeName, string | number | boolean][];
  return Object.fromEntries(entries.filter(([name]) => keeps(name)));
}

/** What was said of how a thing looks: what goes with its style. */
export function changesOfStyle({ changes }: Sources): Changes | undefined {
  const own = kept(changes, (name) => !OF_FEATURE.has(name));
  return Object.keys(own).length ? own : undefined;
}

/**
 * Gives vectors other sources. What was said of the look goes with the old style, what was said of the thing goes with the old
 * feature; what was said of the other stays.
 * @param given with changes where what is taken was changed itself
 */
export function withSources<T extends Sources>(sources: T, given: Partial<Sources>): T {
  const { changes, ...taken } = given;
  const stays = (name: ChangeName): boolean =>
    OF_FEATURE.has(name) ? taken.feature === undefined : taken.style === undefined;
  const said = { ...kept(sources.changes, stays), ...changes };
  return withChanges({ ...sources, ...taken }, said);
}

/** Sets the light of the room; null takes it back to that of its seed. */
export function setLight(scene: Scene, light: Light | null): Scene {
  const settled = settledLight(light ?? undefined);
  if (settled) return settled === scene.light ? scene : { ...scene, light: settled };
  return scene.light ? without(scene, 'light') : scene;
}
