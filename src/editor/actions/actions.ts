/** Every command as data: shortcuts, buttons and, later, menus and help all read this one table. */
import { randomSeed } from '../../blobgan';
import { type SceneActions, type SceneState, moveBy, remove, setHidden } from '../../scene';
import { strings } from '../strings';

export interface ActionContext {
  readonly state: SceneState & SceneActions;
  readonly openSeed: (seed: number, truncation: number) => void;
}

export interface Action {
  readonly id: string;
  readonly label: string;
  /** `Mod` is Ctrl, on a Mac Cmd. */
  readonly keys: readonly string[];
  readonly enabled: (context: ActionContext) => boolean;
  readonly run: (context: ActionContext) => void;
}

/** One arrow press, in picture units: a pixel of a 256 px picture; ten of them with Shift. */
const NUDGE = 1 / 256;

const hasSelection = ({ state }: ActionContext): boolean => state.selection.size > 0;
const hasScene = ({ state }: ActionContext): boolean => state.scene !== null;

function nudge(id: string, key: string, dx: number, dy: number): Action[] {
  return [1, 10].map((times) => ({
    id: times === 1 ? id : `${id}-far`,
    label: id,
    keys: [times === 1 ? key : `Shift+${key}`],
    enabled: hasSelection,
    run: ({ state }) =>
      state.edit((scene) => moveBy(scene, state.selection, dx * times * NUDGE, dy * times * NUDGE)),
  }));
}

/** The selection goes to the next or previous blob that is shown, front ones first. */
function cycle({ state }: ActionContext, direction: 1 | -1): void {
  const blobs = [...(state.scene?.blobs ?? [])].reverse().filter((blob) => !blob.hidden);
  if (!blobs.length) return;
  const at = blobs.findIndex((blob) => state.selection.has(blob.id));
  const next = at < 0 ? (direction > 0 ? 0 : blobs.length - 1) : at + direction;
  // Past the end the selection is cleared and the key goes on to the page, so that nobody is trapped.
  state.select(next >= 0 && next < blobs.length ? [blobs[next]!.id] : []);
}

export const ACTIONS: readonly Action[] = [
  {
    id: 'new-room',
    label: strings.newRoom,
    keys: ['r'],
    enabled: hasScene,
    run: ({ state, openSeed }) => openSeed(randomSeed(), state.scene?.truncation ?? 0),
  },
  {
    id: 'undo',
    label: strings.undo,
    keys: ['Mod+z'],
    enabled: ({ state }) => state.past.length > 0,
    run: ({ state }) => state.undo(),
  },
  {
    id: 'redo',
    label: strings.redo,
    keys: ['Mod+Shift+z', 'Mod+y'],
    enabled: ({ state }) => state.future.length > 0,
    run: ({ state }) => state.redo(),
  },
  {
    id: 'delete',
    label: strings.remove,
    keys: ['Delete', 'Backspace'],
    enabled: hasSelection,
    run: ({ state }) => state.edit((scene) => remove(scene, state.selection)),
  },
  {
    id: 'toggle-hidden',
    label: 'Hide or show',
    keys: ['Mod+Shift+h'],
    enabled: hasSelection,
    run: ({ state }) =>
      state.edit((scene) => {
        const first = scene.blobs.find((blob) => state.selection.has(blob.id));
        return setHidden(scene, state.selection, !first?.hidden);
      }),
  },
  {
    id: 'outlines',
    label: strings.outlines,
    keys: ['b'],
    enabled: () => true,
    run: ({ state }) => state.setOutlines(!state.outlines),
  },
  {
    id: 'escape',
    label: 'Clear selection',
    keys: ['Escape'],
    enabled: ({ state }) => state.mark !== null || state.selection.size > 0,
    run: ({ state }) => (state.mark ? state.cancel() : state.select([])),
  },
  {
    id: 'next',
    label: 'Next thing',
    keys: ['Tab'],
    enabled: ({ state }) => (state.scene?.blobs.length ?? 0) > 0,
    run: (context) => cycle(context, 1),
  },
  {
    id: 'previous',
    label: 'Previous thing',
    keys: ['Shift+Tab'],
    enabled: ({ state }) => (state.scene?.blobs.length ?? 0) > 0,
    run: (context) => cycle(context, -1),
  },
  ...nudge('nudge-left', 'ArrowLeft', -1, 0),
  ...nudge('nudge-right', 'ArrowRight', 1, 0),
  ...nudge('nudge-up', 'ArrowUp', 0, -1),
  ...nudge('nudge-down', 'ArrowDown', 0, 1),
];

export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** A key press in the table's notation. */
export function chordOf(event: KeyPress): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push('Mod');
  if (event.altKey) parts.push('Alt');
  if (event.shiftKey) parts.push('Shift');
  return [...parts, key].join('+');
}

const BY_CHORD = new Map(ACTIONS.flatMap((action) => action.keys.map((keys) => [keys, action] as const)));

/** The action that a key press means, whether or not it is enabled. */
export function actionFor(event: KeyPress): Action | null {
  return BY_CHORD.get(chordOf(event)) ?? null;
}

export function actionNamed(id: string): Action {
  const found = ACTIONS.find((action) => action.id === id);
  if (!found) throw new Error(`There is no action ${id}.`);
  return found;
}
