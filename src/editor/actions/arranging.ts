/** Commands for several things at once: align, distribute, size, group. */
import {
  type Blob,
  type Ids,
  type Scene,
  type StepName,
  group,
  moveBy,
  reshape,
  ungroup,
  unitsOf,
  withGroups,
} from '../../scene';
import { type Box, boxOf } from '../canvas/geometry';
import type { ActionName } from '../i18n';
import type { IconName } from '../icons';
import { type Action, type ActionContext, freeSelection, hasSelection, lockedRefusal } from './types';

/** What is moved as one, with the box around it. */
interface Unit {
  readonly ids: Ids;
  readonly box: Box;
}

function unitsIn(scene: Scene, ids: Ids, abNorm: number): Unit[] {
  return unitsOf(scene, ids)
    .map((blobs) => blobs.filter(({ locked }) => !locked))
    .filter((blobs) => blobs.length > 0)
    .map((blobs) => ({ ids: idsOf(blobs), box: boxOf(blobs, abNorm) }));
}

const idsOf = (blobs: readonly Blob[]): Ids => new Set(blobs.map(({ id }) => id));

const middleOf = (box: Box, axis: 'x' | 'y'): number =>
  axis === 'x' ? (box.left + box.right) / 2 : (box.top + box.bottom) / 2;

/** How far a box has to go to lie at a side, or in the middle, of the one around all. */
const WAY: Readonly<Record<Side, (from: Box, around: Box) => { x: number; y: number }>> = {
  left: (from, around) => ({ x: around.left - from.left, y: 0 }),
  centre: (from, around) => ({ x: middleOf(around, 'x') - middleOf(from, 'x'), y: 0 }),
  right: (from, around) => ({ x: around.right - from.right, y: 0 }),
  top: (from, around) => ({ x: 0, y: around.top - from.top }),
  middle: (from, around) => ({ x: 0, y: middleOf(around, 'y') - middleOf(from, 'y') }),
  bottom: (from, around) => ({ x: 0, y: around.bottom - from.bottom }),
};

type Side = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom';

function align(scene: Scene, ids: Ids, abNorm: number, side: Side): Scene {
  const movable = scene.blobs.filter(({ id, locked }) => ids.has(id) && !locked);
  const around = boxOf(movable, abNorm);
  return unitsIn(scene, ids, abNorm).reduce((now, unit) => {
    const { x, y } = WAY[side](unit.box, around);
    return moveBy(now, unit.ids, x, y);
  }, scene);
}

/** The outermost stay; the gaps between all become the same. */
function distribute(scene: Scene, ids: Ids, abNorm: number, axis: 'x' | 'y'): Scene {
  const units = unitsIn(scene, ids, abNorm).sort((a, b) => middleOf(a.box, axis) - middleOf(b.box, axis));
  const [from, to] = axis === 'x' ? (['left', 'right'] as const) : (['top', 'bottom'] as const);
  const inner = units.slice(1, -1);
  const [first, last] = [units[0]!, units.at(-1)!];
  const taken = inner.reduce((sum, { box }) => sum + box[to] - box[from], 0);
  const gap = (last.box[from] - first.box[to] - taken) / (units.length - 1);
  let at = first.box[to];
  return inner.reduce((now, { ids: each, box }) => {
    const way = at + gap - box[from];
    at = box[to] + way;
    return moveBy(now, each, axis === 'x' ? way : 0, axis === 'y' ? way : 0);
  }, scene);
}

/** All become as large as they are on the average. A faint thing has no size that can be seen, and keeps it. */
function equalSize(scene: Scene, ids: Ids): Scene {
  const sized = scene.blobs.filter(({ id, locked, size }) => ids.has(id) && !locked && size > 0);
  const size = sized.reduce((sum, blob) => sum + blob.size, 0) / sized.length;
  return reshape(scene, idsOf(sized), () => ({ size }));
}

interface Arranging {
  readonly id: string;
  readonly label: ActionName;
  readonly icon: IconName;
  readonly step: StepName;
  readonly keys: readonly string[];
  readonly change: (scene: Scene, ids: Ids, abNorm: number) => Scene;
  /** So many units at least. */
  readonly least: 2 | 3;
}

function arranging({ change, least, step, ...named }: Arranging): Action {
  return {
    ...named,
    group: 'arrange',
    enabled: ({ state, abNorm }) =>
      state.scene !== null && unitsIn(state.scene, state.selection, abNorm).length >= least,
    refusal: lockedRefusal,
    run: ({ state, abNorm }) => state.edit(step, (scene) => change(scene, state.selection, abNorm)),
  };
}

const aligning = (side: Side, label: ActionName & IconName, key: string): Action =>
  arranging({
    id: `align-${side}`,
    label,
    icon: label,
    step: 'align',
    keys: [key],
    least: 2,
    change: (scene, ids, abNorm) => align(scene, ids, abNorm, side),
  });

const distributing = (axis: 'x' | 'y', label: ActionName & IconName, key: string): Action =>
  arranging({
    id: `distribute-${axis}`,
    label,
    icon: label,
    step: 'distribute',
    keys: [key],
    least: 3,
    change: (scene, ids, abNorm) => distribute(scene, ids, abNorm, axis),
  });

const wholeGroups = ({ state }: ActionContext): Ids =>
  state.scene ? withGroups(state.scene, state.selection) : state.selection;

const grouping = (
  id: 'group' | 'ungroup',
  key: string,
  change: (scene: Scene, ids: Ids) => Scene,
): Action => ({
  id,
  label: id,
  group: 'arrange',
  icon: id,
  keys: [key],
  enabled: ({ state }) => state.scene !== null && change(state.scene, state.selection) !== state.scene,
  run: (context) =>
    context.state.edit(id, (scene) => change(scene, context.state.selection), {
      select: wholeGroups(context),
    }),
});

export const ARRANGING: readonly Action[] = [
  aligning('left', 'alignLeft', 'Mod+Shift+ArrowLeft'),
  aligning('centre', 'alignCentre', 'Alt+h'),
  aligning('right', 'alignRight', 'Mod+Shift+ArrowRight'),
  aligning('top', 'alignTop', 'Mod+Shift+ArrowUp'),
  aligning('middle', 'alignMiddle', 'Alt+v'),
  aligning('bottom', 'alignBottom', 'Mod+Shift+ArrowDown'),
  distributing('x', 'distributeAcross', 'Alt+Shift+h'),
  distributing('y', 'distributeDown', 'Alt+Shift+v'),
  {
    id: 'equal-size',
    label: 'equalSize',
    group: 'arrange',
    icon: 'equalSize',
    keys: [],
    enabled: (context) => freeSelection(context).filter(({ size }) => size > 0).length > 1,
    refusal: lockedRefusal,
    run: ({ state }) => state.edit('equalSize', (scene) => equalSize(scene, state.selection)),
  },
  grouping('group', 'Mod+g', group),
  grouping('ungroup', 'Mod+Shift+g', ungroup),
  {
    id: 'select-group',
    label: 'selectGroup',
    group: 'arrange',
    keys: ['Shift+Enter'],
    canvasOnly: true,
    enabled: (context) => hasSelection(context) && wholeGroups(context).size > context.state.selection.size,
    run: (context) => context.state.select(wholeGroups(context)),
  },
];
