/** The editor: canvas, panels and commands over a scene store. */
export { Editor } from './Editor';
export { EditorContext, type EditorContextValue } from './context';
export { type SeedRoom, type RareThings, type SeedRooms, isInPicture, roomKey } from './seed-rooms';
export { Modal } from './dialogs/Modal';
export { Icon } from './icons';
export { causeText, i18n, languageOf, nameOf, sentenceOf, useText } from './i18n';
export { colourOf } from './canvas/colours';
export { flushingDrafts } from './drafts';
export * from './travel';
export { TravelDialogs } from './dialogs/travel/TravelDialogs';
export { TravelMenu, TravelNotice } from './dialogs/travel/TravelMenu';
export { createKeptStore } from './kept-store';
export { type Preferences, preferences } from './preferences';
export { createUiStore } from './ui';
export { useLeaveWarning } from './useLeaveWarning';
export { useNarrow } from './useNarrow';
