/** Commands about whole rooms, about what a thing was, and about the page's panels. */
import { type Scene, emptied, isBackdrop, isOpening, originKeyOf, restored, slotOf } from '../../scene';
import type { ActionName } from '../i18n';
import type { Panel } from '../ui';
import { type Action, type ActionContext, always, hasScene } from './types';

/** Whether a slot of this name holds a thing of its own: no surface of the room, and no window or door. */
export const isStanding = (name: string | undefined): boolean => !isBackdrop(name) && !isOpening(name);

/** Takes things out, and their names say which: of all slots those that `goes` is true of. */
function emptying(
  id: string,
  label: ActionName,
  goes: (name: string | undefined) => boolean,
  icon: Pick<Action, 'icon'> = {},
): Action {
  const emptyOf = (scene: Scene, slotNames: readonly string[]): Scene =>
    emptied(scene, (blob) => !goes(slotNames[slotOf(blob)]));
  return {
    id,
    label,
    group: 'room',
    ...icon,
    keys: [],
    enabled: ({ state, slotNames }) =>
      state.scene !== null && emptyOf(state.scene, slotNames) !== state.scene,
    run: ({ state, slotNames }) => state.edit('empty', (scene) => emptyOf(scene, slotNames)),
  };
}

/** The selection as the room came; the very same scene when nothing of it was changed. */
function restoredOf({ state }: ActionContext): Scene | null {
  const original = state.scene && state.originals.get(originKeyOf(state.scene));
  return state.scene && original ? restored(state.scene, state.selection, original) : null;
}

function panel(panel: Panel, label: Action['label']): Action {
  return {
    id: `panel-${panel}`,
    label,
    group: 'view',
    keys: [],
    enabled: always,
    run: ({ ui }) => ui.setState({ panel: ui.getState().panel === panel ? null : panel }),
  };
}

export const ROOMS: readonly Action[] = [
  emptying('empty-room', 'emptyRoom', isStanding, { icon: 'broom' }),
  emptying('empty-room-wholly', 'emptyRoomWholly', (name) => !isBackdrop(name)),
  {
    id: 'restore',
    label: 'restore',
    group: 'things',
    icon: 'reset',
    keys: [],
    enabled: (context) => hasScene(context) && restoredOf(context) !== context.state.scene,
    run: (context) => {
      const scene = restoredOf(context);
      if (scene) context.state.edit('restore', () => scene);
    },
  },
  panel('rooms', 'panelRooms'),
  panel('library', 'panelLibrary'),
  panel('styles', 'panelStyles'),
  {
    id: 'settings',
    label: 'settings',
    group: 'view',
    icon: 'settings',
    keys: ['Mod+,'],
    enabled: always,
    run: ({ ui }) => ui.setState({ dialog: 'settings' }),
  },
];
