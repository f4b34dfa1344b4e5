/** What the editor shows and how, apart from the document: none of it is ever undone or shared. */
import { type StoreApi, createStore } from 'zustand/vanilla';
import type { Blob, Sources } from '../scene';
import type { Camera } from './canvas/geometry';

export type Dialog = 'help' | 'palette';

export interface UiState {
  readonly tool: 'select' | 'hand';
  readonly camera: Camera;
  readonly dialog: Dialog | null;
  /** Page pixels; null when closed. */
  readonly menu: { readonly x: number; readonly y: number } | null;
  readonly clipboard: { readonly blobs: readonly Blob[]; readonly style: Pick<Sources, 'style'> | null };
  /** The canvas's size in CSS pixels. */
  readonly size: { readonly width: number; readonly height: number };
}

export type UiStore = StoreApi<UiState>;

export const HOME: Camera = { zoom: 1, x: 0, y: 0 };

export function createUiStore(): UiStore {
  return createStore<UiState>()(() => ({
    tool: 'select',
    camera: HOME,
    dialog: null,
    menu: null,
    clipboard: { blobs: [], style: null },
    size: { width: 0, height: 0 },
  }));
}
