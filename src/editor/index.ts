/** The editor: canvas, panels and commands over a scene store. */
export { Editor } from './Editor';
export { type Comparison, EditorContext, type EditorContextValue } from './context';
export { type SeedRoom, type RareThings, type SeedRooms, isInPicture, roomKey } from './seed-rooms';
export { Modal } from './dialogs/Modal';
export { Icon } from './icons';
export { causeText, i18n, languageOf, nameOf, sentenceOf, titled, useText } from './i18n';
export { colourOf } from './canvas/colours';
export { flushingDrafts } from './drafts';
export { type Pixels, canvasOf, putPixels, squareOf } from './pixels';
export type { SceneCard } from './dialogs/sharing/scene-card';
export * from './sharing';
export { SharingDialogs } from './dialogs/sharing/SharingDialogs';
export { SharingMenu, SharingNotice } from './dialogs/sharing/SharingMenu';
export { createKeptStore } from './kept-store';
export { type Preferences, preferences } from './preferences';
export { createUiStore } from './ui';
export { useLeaveWarning } from './useLeaveWarning';
export { useNarrow } from './useNarrow';
