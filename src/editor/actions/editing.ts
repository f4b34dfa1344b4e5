/** Commands that change the document. */
import {
  type DepthMove,
  type Scene,
  type StepName,
  add,
  changesOfStyle,
  duplicate,
  originKeyOf,
  remove,
  reorder,
  sameValue,
  setHidden,
  setLocked,
  setSources,
  withinLimits,
} from '../../scene';
import { copiedStyle, styleToPaste } from '../copied-style';
import type { ActionName } from '../i18n';
import { sayFull } from '../sharing';
import {
  type Action,
  type ActionContext,
  freeSelection,
  hasFree,
  hasScene,
  hasSelection,
  lockedRefusal,
} from './types';

/** Where a copy lands beside its original. */
const COPY_OFFSET = 0.04;

function depth(id: DepthMove & ActionName, ...keys: string[]): Action {
  return {
    id,
    label: id,
    group: 'depth',
    keys,
    enabled: hasSelection,
    run: ({ state }) => state.edit('depth', (scene) => reorder(scene, state.selection, id)),
  };
}

const selectedBlobs = ({ state }: ActionContext): Scene['blobs'] =>
  (state.scene?.blobs ?? []).filter((blob) => state.selection.has(blob.id));

function copy(context: ActionContext, blobs = selectedBlobs(context)): void {
  context.ui.setState({ clipboard: { blobs } });
}

/** How far to the right and down blobs must go so that the first one lies on no other. */
function freeOffset(scene: Scene, [first]: Scene['blobs']): number {
  const taken = (offset: number): boolean =>
    scene.blobs.some((blob) => Math.hypot(blob.x - first!.x - offset, blob.y - first!.y - offset) < 1e-3);
  let offset = COPY_OFFSET;
  while (offset < 0.5 && taken(offset)) offset += COPY_OFFSET;
  return offset;
}

const styleOf = ({ state, slotNames }: ActionContext): ReturnType<typeof styleToPaste> =>
  styleToPaste(state.scene?.model, slotNames.length);

/** An edit that makes blobs and selects them. */
function make(
  { state, sharing }: ActionContext,
  label: StepName,
  change: (scene: Scene) => { scene: Scene; ids: string[] },
): void {
  if (!state.scene) return;
  const made = change(state.scene);
  if (!made.ids.length) return sayFull(sharing);
  state.edit(label, () => made.scene, { select: made.ids });
}

/** Puts copies into the scene, beside what they are copies of when that is there, and selects them. */
export function pasteBlobs(context: ActionContext, blobs: Scene['blobs']): void {
  if (!blobs.length) return;
  make(context, 'paste', (scene) => {
    const offset = freeOffset(scene, blobs);
    return add(
      scene,
      blobs.map((blob) => ({
        ...blob,
        ...withinLimits({ ...blob, x: blob.x + offset, y: blob.y + offset }),
      })),
    );
  });
}

export const EDITING: readonly Action[] = [
  {
    id: 'new-room',
    label: 'newRoom',
    group: 'room',
    icon: 'dice',
    keys: ['r'],
    enabled: hasScene,
    run: ({ state, ui, openNewRoom }) => openNewRoom(ui.getState().roomKind, state.scene?.truncation ?? 0),
  },
  {
    id: 'reset',
    label: 'reset',
    group: 'room',
    icon: 'reset',
    keys: [],
    enabled: ({ state: { scene, originals } }) => {
      const original = scene && originals.get(originKeyOf(scene));
      return !!original && !sameValue(scene, original);
    },
    run: ({ state }) => state.reset(),
  },
  {
    id: 'undo',
    label: 'undo',
    group: 'edit',
    icon: 'undo',
    keys: ['Mod+z'],
    enabled: ({ state }) => state.past.length > 0,
    run: ({ state }) => state.undo(),
  },
  {
    id: 'redo',
    label: 'redo',
    group: 'edit',
    icon: 'redo',
    keys: ['Mod+Shift+z', 'Mod+y'],
    enabled: ({ state }) => state.future.length > 0,
    run: ({ state }) => state.redo(),
  },
  {
    id: 'copy',
    label: 'copy',
    group: 'edit',
    keys: ['Mod+c'],
    byClipboardEvent: true,
    enabled: hasSelection,
    run: (context) => copy(context),
  },
  {
    id: 'cut',
    label: 'cut',
    group: 'edit',
    keys: ['Mod+x'],
    byClipboardEvent: true,
    enabled: hasFree,
    refusal: lockedRefusal,
    run: (context) => {
      // What is locked stays, and is not on the clipboard as if it were gone.
      copy(context, freeSelection(context));
      context.state.edit('cut', (scene) => remove(scene, context.state.selection));
    },
  },
  {
    id: 'paste',
    label: 'paste',
    group: 'edit',
    keys: ['Mod+v'],
    byClipboardEvent: true,
    enabled: ({ ui, state }) => {
      const { clipboard, paste } = ui.getState();
      return state.scene !== null && (paste !== null || clipboard.blobs.length > 0);
    },
    run: (context) => {
      const { clipboard, paste } = context.ui.getState();
      if (paste) paste();
      else pasteBlobs(context, clipboard.blobs);
    },
  },
  {
    id: 'duplicate',
    label: 'duplicate',
    group: 'edit',
    icon: 'copy',
    keys: ['Mod+d'],
    enabled: hasSelection,
    run: (context) =>
      make(context, 'duplicate', (scene) =>
        duplicate(scene, context.state.selection, COPY_OFFSET, COPY_OFFSET),
      ),
  },
  {
    id: 'delete',
    label: 'delete',
    group: 'edit',
    icon: 'trash',
    keys: ['Delete', 'Backspace'],
    enabled: hasFree,
    refusal: lockedRefusal,
    run: ({ state }) => state.edit('delete', (scene) => remove(scene, state.selection)),
  },
  {
    id: 'copy-style',
    label: 'copyStyle',
    group: 'edit',
    keys: ['Mod+Alt+c'],
    enabled: hasSelection,
    run: (context) => {
      const [first] = selectedBlobs(context);
      const model = context.state.scene?.model;
      if (!first || !model) return;
      const changes = changesOfStyle(first);
      copiedStyle.setState({ copied: { model, style: first.style, ...(changes && { changes }) } });
    },
  },
  {
    id: 'paste-style',
    label: 'pasteStyle',
    group: 'edit',
    keys: ['Mod+Alt+v'],
    enabled: (context) => hasSelection(context) && styleOf(context) !== null,
    run: (context) => {
      const style = styleOf(context);
      const { state } = context;
      if (style) state.edit('style', (scene) => setSources(scene, state.selection, style));
    },
  },
  depth('forward', ']'),
  depth('backward', '['),
  // Where the brackets have no keys of their own, Shift with them is no chord: letters do the same.
  depth('front', 'Shift+]', 'Shift+i'),
  depth('back', 'Shift+[', 'Shift+k'),
  {
    id: 'toggle-hidden',
    label: 'toggleHidden',
    group: 'things',
    icon: 'eyeOff',
    keys: ['Mod+Shift+h'],
    enabled: hasSelection,
    run: (context) => {
      const hide = !selectedBlobs(context)[0]?.hidden;
      const { state } = context;
      state.edit(hide ? 'hide' : 'show', (scene) => setHidden(scene, state.selection, hide));
    },
  },
  {
    id: 'toggle-locked',
    label: 'toggleLocked',
    group: 'things',
    icon: 'lock',
    keys: ['Mod+Shift+l'],
    enabled: hasSelection,
    run: (context) => {
      const lock = !selectedBlobs(context)[0]?.locked;
      const { state } = context;
      state.edit(lock ? 'lock' : 'unlock', (scene) => setLocked(scene, state.selection, lock));
    },
  },
];
