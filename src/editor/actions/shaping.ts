/** Commands that move, resize, stretch and turn what is selected, by the keyboard alone. */
import { type Ids, type Scene, type StepName, grownSize, moveBy, reshape } from '../../scene';
import { boxOf } from '../canvas/geometry';
import { transformGroup } from '../canvas/gesture';
import type { ActionName } from '../i18n';
import { type Action, type ActionContext, hasFree, lockedRefusal } from './types';

/** One arrow press, in picture units: a pixel of a 256 px picture. */
const NUDGE = 1 / 256;
const GROWTH = 1.05;
const STRETCH = 1.05;
const TURN = Math.PI / 180;

type ShapingName =
  | 'nudgeLeft'
  | 'nudgeRight'
  | 'nudgeUp'
  | 'nudgeDown'
  | 'larger'
  | 'smaller'
  | 'longer'
  | 'rounder'
  | 'turnRight'
  | 'turnLeft';

interface Shaping {
  readonly id: string;
  readonly label: ShapingName;
  /** What it is called in the history; presses of one name that follow each other are one step. */
  readonly step: StepName;
  readonly keys: readonly string[];
  /** With Shift. */
  readonly farKeys: readonly string[];
  readonly far: number;
  readonly change: (scene: Scene, ids: Ids, times: number, context: ActionContext) => Scene;
}

/** An action, and the same one farther with Shift. */
function shaping({ id, label, step, keys, farKeys, far, change }: Shaping): Action[] {
  const variants: [string, ActionName, readonly string[], number][] = [
    [id, label, keys, 1],
    [`${id}-far`, `${label}Far`, farKeys, far],
  ];
  return variants.map(([name, title, chords, times]) => ({
    id: name,
    label: title,
    group: 'things',
    keys: chords,
    enabled: hasFree,
    refusal: lockedRefusal,
    run: (context) => {
      const { state } = context;
      state.edit(step, (scene) => change(scene, state.selection, times, context), { coalesce: step });
    },
  }));
}

function nudge(id: string, label: ShapingName, key: string, dx: number, dy: number): Action[] {
  return shaping({
    id,
    label,
    step: 'move',
    keys: [key],
    farKeys: [`Shift+${key}`],
    far: 10,
    change: (scene, ids, times) => moveBy(scene, ids, dx * times * NUDGE, dy * times * NUDGE),
  });
}

/** The middle of what is selected and can be changed. */
function middleOf(scene: Scene, ids: Ids, abNorm: number): { x: number; y: number } | null {
  const chosen = scene.blobs.filter((blob) => ids.has(blob.id) && !blob.locked);
  if (!chosen.length) return null;
  const { left, right, top, bottom } = boxOf(chosen, abNorm);
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}

/** About their common middle, as the handles do. */
function grow(scene: Scene, ids: Ids, factor: number, abNorm: number): Scene {
  const middle = middleOf(scene, ids, abNorm);
  if (!middle) return scene;
  const spread = transformGroup(scene, ids, middle, factor, 0);
  const sizes = new Map(scene.blobs.map((blob) => [blob.id, blob.size]));
  return reshape(spread, ids, (blob) => ({ size: grownSize(sizes.get(blob.id)!, factor) }));
}

function turn(scene: Scene, ids: Ids, angle: number, abNorm: number): Scene {
  const middle = middleOf(scene, ids, abNorm);
  return middle ? transformGroup(scene, ids, middle, 1, angle) : scene;
}

const stretch = (scene: Scene, ids: Ids, factor: number): Scene =>
  reshape(scene, ids, (blob) => ({ aspect: Math.max(1, blob.aspect * factor) }));

/** Beside Shift with a sign stands Shift with a letter: some keyboards write the sign with Shift, or with it another one. */
export const SHAPING: readonly Action[] = [
  ...nudge('nudge-left', 'nudgeLeft', 'ArrowLeft', -1, 0),
  ...nudge('nudge-right', 'nudgeRight', 'ArrowRight', 1, 0),
  ...nudge('nudge-up', 'nudgeUp', 'ArrowUp', 0, -1),
  ...nudge('nudge-down', 'nudgeDown', 'ArrowDown', 0, 1),
  ...shaping({
    id: 'larger',
    label: 'larger',
    step: 'resize',
    keys: ['=', '+'],
    farKeys: ['Shift+=', 'Shift+m'],
    far: 5,
    change: (scene, ids, times, { abNorm }) => grow(scene, ids, GROWTH ** times, abNorm),
  }),
  ...shaping({
    id: 'smaller',
    label: 'smaller',
    step: 'resize',
    keys: ['-'],
    farKeys: ['Shift+-', 'Shift+n'],
    far: 5,
    change: (scene, ids, times, { abNorm }) => grow(scene, ids, GROWTH ** -times, abNorm),
  }),
  ...shaping({
    id: 'longer',
    label: 'longer',
    step: 'stretch',
    keys: ['l'],
    farKeys: ['Shift+l'],
    far: 5,
    change: (scene, ids, times) => stretch(scene, ids, STRETCH ** times),
  }),
  ...shaping({
    id: 'rounder',
    label: 'rounder',
    step: 'stretch',
    keys: ['o'],
    farKeys: ['Shift+o'],
    far: 5,
    change: (scene, ids, times) => stretch(scene, ids, STRETCH ** -times),
  }),
  ...shaping({
    id: 'turn-right',
    label: 'turnRight',
    step: 'rotate',
    keys: ['.'],
    farKeys: ['Shift+.', 'Shift+e'],
    far: 15,
    change: (scene, ids, times, { abNorm }) => turn(scene, ids, times * TURN, abNorm),
  }),
  ...shaping({
    id: 'turn-left',
    label: 'turnLeft',
    step: 'rotate',
    keys: [','],
    farKeys: ['Shift+,', 'Shift+w'],
    far: 15,
    change: (scene, ids, times, { abNorm }) => turn(scene, ids, -times * TURN, abNorm),
  }),
];
