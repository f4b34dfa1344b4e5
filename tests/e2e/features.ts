/**
 * What a person can do, row by row. A browser test carries the rows that it proves, with a real mouse, keyboard or finger:
 * `test('...', proves('move', 'key:Mod+z'), ...)`. A whole run fails when a row has no test that ran and passed
 * (`support/features-reporter.ts`); the tests of one row run by `npx playwright test -g @move`.
 */

/** Everything that is asked of the editor, by the row's id. */
export const FEATURES = {
  seed: 'sample a room from a seed, with truncation',
  'seed-rooms': 'pick a room from a strip of small ones',
  'room-kind': 'choose which kind of room new ones are of',
  move: 'move a blob',
  resize: 'resize a blob',
  rotate: 'rotate, in steps with Shift, and change the aspect',
  hide: 'hide and show',
  lock: 'lock',
  delete: 'delete, and undo it',
  'drag-copy': 'duplicate by Alt-drag',
  duplicate: 'duplicate by key, and into another scene',
  depth: 'reorder in depth',
  rename: 'rename',
  'copy-style': 'carry a style from one blob to another',
  'give-style': "take another room's style, mix two, keep it in a drawer",
  look: "say a thing's colour, pattern, model and facing, and the room's light",
  variants: 'choose among variants of what is selected, with a key or a tap',
  restyle: "give everything and the background another room's style",
  add: 'add a thing from a library',
  'depth-drag':
    'drag a thing of the floor back and forth: it stays on the floor, and is as large as its place makes it',
  'find-thing': 'find a thing of the library by its kind and name',
  empty: 'empty the room',
  select: 'select several, by marquee and Shift-click',
  group: 'move, scale and turn several as one',
  arrange: 'align, distribute and group several',
  snap: 'snap to middles and edges, with guides',
  region: 'see whose the picture is',
  colours: 'judge the colours of what is pointed at or selected',
  faint: 'reach weak and hidden blobs',
  outlines: 'hide all outlines',
  view: 'zoom and pan',
  compare: 'compare before and after: hold, split, difference',
  undo: 'undo and redo without limit, by gesture',
  cancel: 'cancel the gesture in progress',
  menu: 'use the menu of a thing',
  commands: 'find every command by its name, and every key',
  finger: 'edit with one finger',
  'two-fingers': 'scale, turn, pan and zoom with two fingers',
  fingertip: 'hit everything with a fingertip',
  'screen-reader': 'reach and hear every blob with a screen reader',
  keyboard: 'edit by keyboard alone',
  mac: 'use the keys of a Mac',
  accessible: 'find nothing in the way of assistive technology',
  'first-steps': 'be shown the first steps',
  language: 'read it in English or French, light or dark',
  share: 'send a link that reproduces the edit, save and open files',
  kept: 'lose nothing when the page dies, keep many scenes',
  'export-picture': 'export PNG, blob map, labelled map and cut-out',
  'export-layers': 'export layers as a PSD',
  'export-film': 'export a film of the edit',
  model: 'open an own checkpoint',
  offline: 'work with no network',
} as const;

/** The keys that drawing tools share, as the table of actions writes them, and the action of each. */
export const KEYS = {
  v: 'tool-select',
  h: 'tool-hand',
  'Mod+=': 'zoom-in',
  'Mod+-': 'zoom-out',
  'Mod+0': 'zoom-reset',
  'Shift+1': 'fit',
  'Shift+2': 'fit-selection',
  'Mod+a': 'select-all',
  Tab: 'next',
  'Shift+Tab': 'previous',
  Escape: 'escape',
  ArrowLeft: 'nudge-left',
  ArrowRight: 'nudge-right',
  ArrowUp: 'nudge-up',
  ArrowDown: 'nudge-down',
  'Shift+ArrowRight': 'nudge-right-far',
  'Mod+d': 'duplicate',
  'Mod+g': 'group',
  'Mod+Shift+g': 'ungroup',
  Delete: 'delete',
  'Mod+c': 'copy',
  'Mod+x': 'cut',
  'Mod+v': 'paste',
  'Mod+Alt+c': 'copy-style',
  'Mod+Alt+v': 'paste-style',
  'Mod+z': 'undo',
  'Mod+Shift+z': 'redo',
  'Mod+y': 'redo',
  ']': 'forward',
  '[': 'backward',
  'Shift+]': 'front',
  'Shift+[': 'back',
  'Mod+Shift+h': 'toggle-hidden',
  'Mod+Shift+l': 'toggle-locked',
  r: 'new-room',
  1: 'variant-1',
  2: 'variant-2',
  9: 'variants-more',
  'Shift+v': 'variants',
  b: 'outlines',
  'Shift+b': 'faint',
  c: 'compare-hold',
  'Shift+c': 'compare-split',
  'Shift+d': 'compare-difference',
  'Mod+s': 'save',
  'Mod+o': 'open',
  'Mod+Shift+o': 'saved-scenes',
  'Mod+Shift+e': 'export',
  'Alt+Shift+c': 'copy-picture',
  'Mod+Shift+p': 'palette',
  'Mod+/': 'palette',
  '?': 'help',
} as const;

/** Id of a row: of a feature, or of a key. */
export type Row = keyof typeof FEATURES | `key:${keyof typeof KEYS}`;

export const ROWS = [
  ...Object.keys(FEATURES),
  ...Object.keys(KEYS).map((keys) => `key:${keys}`),
] as readonly Row[];

/** Details of a test that proves these rows, when it runs and passes. */
export const proves = (...rows: readonly Row[]): { tag: string[] } => ({ tag: rows.map((row) => `@${row}`) });

export interface Outcome {
  /** As the test carries them: `@move`. */
  readonly tags: readonly string[];
  /** Whether it ran to its end and did what it should: a test that was skipped did not. */
  readonly passed: boolean;
}

/** Rows of the table that no test has proved. */
export function unproved(outcomes: readonly Outcome[], rows: readonly Row[] = ROWS): Row[] {
  const proved = new Set(outcomes.filter(({ passed }) => passed).flatMap(({ tags }) => tags));
  return rows.filter((row) => !proved.has(`@${row}`));
}
