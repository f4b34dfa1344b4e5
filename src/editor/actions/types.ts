import type { RoomKind, Scene, SceneActions, SceneState } from '../../scene';
import type { IconName } from '../icons';
import { flushDraft } from '../drafts';
import type { ActionName, GroupName, RefusalName } from '../i18n';
import type { Sharing } from '../sharing';
import type { UiStore } from '../ui';

/** What the editor asks of the page that it stands in. */
export interface EditorServices {
  readonly abNorm: number;
  /** The model's name of each slot. */
  readonly slotNames: readonly string[];
  readonly openSeed: (seed: number, truncation: number) => void;
  /** Opens a room by chance, of a kind unless that is null. */
  readonly openNewRoom: (kind: RoomKind | null, truncation: number) => void;
  /** Shows the room as its seed made it, until it is called with false. */
  readonly compare: (on: boolean) => void;
  /** What takes scenes elsewhere; null where there is nowhere. */
  readonly sharing: Sharing | null;
}

export interface ActionContext extends EditorServices {
  readonly state: SceneState & SceneActions;
  readonly ui: UiStore;
}

/** A command as data. */
export interface Action {
  readonly id: string;
  /** Key of its name. */
  readonly label: ActionName;
  readonly group: GroupName;
  /** In the notation of `chordsOf`; `Mod` is Ctrl, on a Mac Cmd. Menus show the first one, the list of keys all. */
  readonly keys: readonly string[];
  readonly icon?: IconName;
  /** Its keys mean something else outside the canvas: Tab belongs to the page there. */
  readonly canvasOnly?: boolean;
  /** Copying, cutting, pasting: runs on the browser's clipboard events instead of its keys, because only they carry the clipboard. */
  readonly byClipboardEvent?: boolean;
  /** Its keys are answered while a dialog is open, too. */
  readonly overDialogs?: boolean;
  readonly enabled: (context: ActionContext) => boolean;
  /** Why it cannot be used, where that is not plain to see. */
  readonly refusal?: (context: ActionContext) => RefusalName | null;
  readonly run: (context: ActionContext) => void;
  /** What lasts as long as its key is held ends with this. Only a key can run such an action. */
  readonly release?: (context: ActionContext) => void;
}

export const hasSelection = ({ state }: ActionContext): boolean => state.selection.size > 0;
/** The blobs that are selected and may be changed. */
export const freeSelection = ({ state }: ActionContext): Scene['blobs'] =>
  (state.scene?.blobs ?? []).filter(({ id, locked }) => !locked && state.selection.has(id));
export const hasFree = (context: ActionContext): boolean => freeSelection(context).length > 0;
/** All that is selected is locked. */
export const lockedRefusal = (context: ActionContext): RefusalName | null =>
  hasSelection(context) && !hasFree(context) ? 'locked' : null;
export const hasScene = ({ state }: ActionContext): boolean => state.scene !== null;
export const always = (): boolean => true;

/** Does what a button, a menu or the palette is asked for: on the document with what was being typed in it. */
export function runAction(action: Action, contextNow: () => ActionContext): void {
  flushDraft();
  const context = contextNow();
  if (action.enabled(context)) action.run(context);
}
