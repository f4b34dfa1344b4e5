/** What the editor shows and how, apart from the document: none of it is ever undone or shared. */
import { type StoreApi, createStore } from 'zustand/vanilla';
import type { Blob, RoomKind } from '../scene';
import type { Camera, CanvasSize, Point } from './canvas/geometry';
import { FAINT } from './canvas/picking';
import type { Guide } from './canvas/snapping';
import type { LibraryThing } from './thing-library';
import { NO_VARIANTS, type Variants } from './variants';

type Dialog = 'help' | 'palette' | 'settings' | SharingDialog;
type SharingDialog = 'share' | 'export' | 'animation' | 'saved-scenes';

/** The panels of the left side; on a narrow page the right side is one of them. */
export type Panel = 'rooms' | 'library' | 'styles' | 'things';

/** How the room is shown beside what its seed made. */
export type CompareMode = 'off' | 'split' | 'difference';

export interface UiState {
  readonly tool: 'select' | 'hand';
  /** The panel that is open, null for none. */
  readonly panel: Panel | null;
  /** The kind of room that new rooms, and those to pick from, are of; null for any. */
  readonly roomKind: RoomKind | null;
  /** The kind of room that the library's things are from, null for any. */
  readonly thingsFrom: RoomKind | null;
  /** Whether the list of steps is open. */
  readonly history: boolean;
  /** A thing of the library that is in the hand. */
  readonly placing: LibraryThing | null;
  readonly camera: Camera;
  /** Whether things are outlined on the canvas. */
  readonly outlines: boolean;
  /** The thing that the pointer is on, on the canvas or in the list. */
  readonly hovered: string | null;
  readonly dialog: Dialog | null;
  /** Page pixels; null when closed. */
  readonly menu: { readonly x: number; readonly y: number } | null;
  /** What was copied in this tab last. */
  readonly clipboard: { readonly blobs: readonly Blob[] };
  /** Pastes what is on the system's clipboard; null where no page can read that by itself. */
  readonly paste: (() => void) | null;
  /** The canvas's size in CSS pixels. */
  readonly size: CanvasSize;
  /** How much of it, from below, lies under the tools. */
  readonly covered: number;
  /** Whether what is dragged snaps to middles and edges. */
  readonly snap: boolean;
  /** Whether things that are dragged stay where they can stand, and grow as they come nearer. */
  readonly depth: boolean;
  /** Things that reach less than this part of the picture anywhere (0..1) are not outlined. */
  readonly faintest: number;
  /** Whether the thing under the pointer shows its region: that tints the picture, so a person asks for it. */
  readonly regions: boolean;
  readonly compare: CompareMode;
  /** Where the split lies, 0 = left, 1 = right. */
  readonly split: number;
  /** Of the press in progress: the lines that it snapped to, the corners of its marquee in canvas pixels. */
  readonly guides: readonly Guide[];
  readonly marquee: readonly [Point, Point] | null;
  /** The direction that the width of what is being turned has come to, radians: its handles stay under the hand. */
  readonly turned: number | null;
  readonly variants: Variants;
  /** What the inspector shows of a thing, where the model can be told how it looks. */
  readonly inspecting: 'shape' | 'look';
  readonly cursor: string;
  /** Takes the press in progress back, null when there is none. */
  readonly cancelGesture: (() => void) | null;
}

export type UiStore = StoreApi<UiState>;

export const HOME: Camera = { zoom: 1, x: 0, y: 0 };

export function createUiStore(): UiStore {
  return createStore<UiState>()(() => ({
    tool: 'select',
    panel: null,
    roomKind: null,
    thingsFrom: null,
    history: false,
    placing: null,
    camera: HOME,
    outlines: true,
    hovered: null,
    dialog: null,
    menu: null,
    clipboard: { blobs: [] },
    paste: null,
    size: { width: 0, height: 0 },
    covered: 0,
    snap: true,
    depth: true,
    faintest: FAINT,
    regions: false,
    compare: 'off',
    split: 0.5,
    guides: [],
    marquee: null,
    turned: null,
    variants: NO_VARIANTS,
    inspecting: 'shape',
    cursor: 'default',
    cancelGesture: null,
  }));
}
