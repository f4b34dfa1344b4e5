/** The editor: canvas, panels and commands over a scene store. */
export { Editor } from './Editor';
export { EditorContext, type EditorContextValue } from './context';
export { Icon } from './icons';
export { i18n, useText } from './i18n';
export { type UiStore, createUiStore } from './ui';
