import type { SceneActions, SceneState } from '../../scene';
import type { IconName } from '../icons';
import type { ActionName, GroupName } from '../i18n';
import type { UiStore } from '../ui';

export interface ActionContext {
  readonly state: SceneState & SceneActions;
  readonly ui: UiStore;
  readonly abNorm: number;
  /** The model's name of each slot. */
  readonly slotNames: readonly string[];
  readonly openSeed: (seed: number, truncation: number) => void;
  /** Shows the room as its seed made it, until it is called with false. */
  readonly compare: (on: boolean) => void;
}

/** A command as data. */
export interface Action {
  readonly id: string;
  /** Key of its name. */
  readonly label: ActionName;
  readonly group: GroupName;
  /** In the notation of `chordOf`; `Mod` is Ctrl, on a Mac Cmd. The first one is shown. */
  readonly keys: readonly string[];
  readonly icon?: IconName;
  /** Its keys mean something else outside the canvas: Tab, arrows and Delete belong to the page there. */
  readonly canvasOnly?: boolean;
  readonly enabled: (context: ActionContext) => boolean;
  readonly run: (context: ActionContext) => void;
  /** What lasts as long as its key is held ends with this. Only a key can run such an action. */
  readonly release?: (context: ActionContext) => void;
}

export const hasSelection = ({ state }: ActionContext): boolean => state.selection.size > 0;
export const hasScene = ({ state }: ActionContext): boolean => state.scene !== null;
export const always = (): boolean => true;
