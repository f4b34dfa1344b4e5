/**
 * The steps of a document: each knows which record of this device its scene belongs to, so that going back to a scene
 * goes back to what it is kept as.
 */
import type { Scene } from './types';

/** The kinds of step: keys, which the editor puts into the person's language. */
export const STEP_NAMES = [
  'add',
  'align',
  'cut',
  'delete',
  'depth',
  'distribute',
  'duplicate',
  'empty',
  'equalSize',
  'feature',
  'group',
  'hide',
  'light',
  'lock',
  'look',
  'move',
  'newRoom',
  'palette',
  'paste',
  'rename',
  'reset',
  'restore',
  'resize',
  'rotate',
  'show',
  'stretch',
  'style',
  'ungroup',
  'unlock',
  'variant',
] as const;

export type StepName = (typeof STEP_NAMES)[number];

/** So many steps are kept; the oldest go first. */
export const MOST_STEPS = 300;

/** A scene under the id that it is kept as. */
export interface RecordedScene {
  readonly record: string;
  readonly scene: Scene;
}

/** A document that can be gone back to, and what was selected in it. */
export interface Step extends RecordedScene {
  readonly selection: ReadonlySet<string>;
  /** What led from this document to the next one. */
  readonly label: StepName;
}

/** All steps in their order, without what was selected. */
export interface Timeline {
  /** Never empty. */
  readonly scenes: readonly RecordedScene[];
  /** What led from each scene to the next one: one fewer. */
  readonly labels: readonly StepName[];
  /** Which of the scenes is the present one. */
  readonly present: number;
  /** Steps before the first one, that are not kept any more. */
  readonly forgotten: number;
}

/** The part of a store's state that its timeline is. */
export interface Steps {
  readonly record: string;
  readonly scene: Scene | null;
  readonly past: readonly Step[];
  readonly future: readonly Step[];
  readonly forgotten: number;
}

/** Null before there is a scene. */
export function timelineOf({ record, scene, past, future, forgotten }: Steps): Timeline | null {
  if (!scene) return null;
  const recorded = ({ record, scene }: RecordedScene): RecordedScene => ({ record, scene });
  return {
    scenes: [...past.map(recorded), { record, scene }, ...future.map(recorded)],
    labels: [...past, ...future].map(({ label }) => label),
    present: past.length,
    forgotten,
  };
}

/** The steps that a timeline came from; nothing was selected. */
export function stepsOf({ scenes, labels, present, forgotten }: Timeline): Steps {
  const selection: ReadonlySet<string> = new Set();
  const here = scenes[present]!;
  return {
    ...here,
    past: scenes.slice(0, present).map((at, index) => ({ ...at, selection, label: labels[index]! })),
    future: scenes
      .slice(present + 1)
      .map((at, index) => ({ ...at, selection, label: labels[present + index]! })),
    forgotten,
  };
}

/** The same timeline with other ids for its records. */
export function renamedRecords<T extends Pick<Steps, 'record' | 'past' | 'future'>>(
  steps: T,
  renamed: (record: string) => string,
): T {
  const rename = (step: Step): Step => ({ ...step, record: renamed(step.record) });
  return {
    ...steps,
    record: renamed(steps.record),
    past: steps.past.map(rename),
    future: steps.future.map(rename),
  };
}

/** Whether the present record was edited, as far as the steps go: an untouched room is one scene alone. */
export function isEdited({ record, past, future }: Pick<Steps, 'record' | 'past' | 'future'>): boolean {
  return [...past, ...future].some((step) => step.record === record);
}
