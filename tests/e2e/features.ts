/**
 * What a person can do, row by row, and the browser test that proves it with a real mouse, keyboard or finger. A
 * unit test holds that every test named here exists, and that every key means what its row says.
 */

export interface Proof {
  /** File in this folder, without `.spec.ts`. */
  readonly spec: string;
  /** The test's whole title. */
  readonly test: string;
}

export interface Feature {
  readonly can: string;
  readonly proofs: readonly Proof[];
}

const proof = (spec: string, ...tests: readonly string[]): Proof[] => tests.map((test) => ({ spec, test }));

const SNAPS =
  'a drag snaps to the middle of the picture and shows a line; with Ctrl it goes where the pointer goes';
const DRAG = 'dragging a blob draws the room again: where it was, where it is, and nowhere far from both';
const ESCAPE = 'Escape takes the drag back while the button is down, and leaves nothing to undo';
const CORNER = 'a corner makes the blob larger: the area grows, aspect and angle stay';
const SIDES = 'a side stretches one axis and leaves the other; the handle outside turns, with Shift in steps';
const COPY = 'Shift keeps a drag on one axis; Alt drags a copy, and one step takes it away';
const MARQUEE =
  'a marquee selects what it holds; Shift-click adds and takes away; Escape takes the marquee back';
const GROUP = 'several are moved, scaled and turned as one: places, sizes and angles, each a step';
const VIEW = 'the view pans by wheel, wheel-drag, Space-drag and hand, and zooms about the pointer';
const REGION =
  'what is under the pointer shows its region: where the splat gives it the most, not its ellipse';
const FAINT = 'a thing that is too faint for an outline is reached by its mark, and a hidden one as well';
const COMPARE = 'before and after: while C is held, side by side, and as a difference';
const MENU = 'a right click opens the menu of what is under it, and the menu does what it says';
const OUTLINES = 'B hides the outlines and brings them back; the picture stays';
const LIST = 'a thing is hidden and shown in the list';
const ROOMS = 'another room comes from the button, from R and from the seed box; undo goes back to the first';
const TAB = 'Tab and Shift+Tab go through the things, front to back, each described, and leave at the end';
const ARROWS = 'arrows nudge, with Shift ten times as far; presses that follow each other are one step';
const SHAPE = 'size, aspect and angle change without a pointer';
const CLIPBOARD = 'Ctrl+A, D, C, X and V; what was copied goes into another room';
const STYLE =
  'Ctrl+Alt+C and Ctrl+Alt+V carry a style from one thing to another: the picture changes, the shape does not';
const DEPTH = '] and [ change the depth by a step, with Shift to the end';
const HIDE = 'Ctrl+Shift+H hides and shows, Ctrl+Shift+L locks and unlocks: a locked thing stays where it is';
const UNDO = 'undo after a deletion brings order and selection back; Ctrl+Y and Ctrl+Shift+Z do it again';
const ZOOM = 'the view: Ctrl +, - and 0, Shift+1 for all of it, Shift+2 for what is selected, V and H';
const COMMANDS = '? lists the keys; Ctrl+/ and Ctrl+Shift+P open the commands, which run by a few letters';
const MAC = 'Cmd stands for Ctrl, is written so, and Ctrl itself does nothing';
const AXE =
  'axe finds nothing wrong with the canvas: at rest, with a selection, while comparing, with its menus open';
const KEYBOARD = 'a blob can be moved, removed and brought back with the keyboard alone';
const FINGER = 'a finger moves a blob there and, now that it is selected, back again';
const PINCH = 'two fingers on a selected blob scale and turn it; elsewhere they move the view';
const REST = 'a finger that rests opens the menu of what is under it';
const TARGETS =
  'the picture is whole on the screen, nothing sticks out sideways, every button fits a fingertip';

const STRIP = 'rooms of other seeds are drawn to pick from; one that is picked opens, undo goes back';
const EMPTY = 'emptying the room takes the things out and keeps its surfaces';
const LIBRARY = 'a thing of the library is put where the person clicks, another where a drag of it ends';
const GIVEN = 'a style of another room is given, mixed, kept in the drawer and used after a reload';
const BACKGROUND = 'the background and everything at once take the style of another room';
const ROWS = 'things are ordered by a drag and by the keyboard, and renamed';
const STEPS = 'the first steps are ticked when they are done, and stay away once they are dismissed';
const LANGUAGE =
  'the page speaks the browser’s language; another one and a theme are chosen in the settings, and kept';
const STATES = 'nothing is found at any state of the page, in either theme';
const TEN = 'ten edited things look the same elsewhere: by link, by PNG, by scene file';
const KILLED = 'a page that is killed in the middle of a drag loses that drag alone';
const PICTURES = 'every kind of picture has its size and shows what it says';
const FILM = 'a film of the edit: its frames, its size, its first and last picture';
const FILE_KEYS =
  'by key: Ctrl+O asks for a file, Ctrl+Shift+O shows the scenes, Ctrl+Shift+E exports, Shift+Alt+C copies the picture';
const OFFLINE =
  'after the first visit everything works with the network off; no request ever leaves the origin';
const CHECKPOINT = 'a checkpoint is opened with what goes with it, edited, and there again at the next visit';

/** Everything that FEATURES asks of the editor. */
export const FEATURES: readonly Feature[] = [
  {
    can: 'sample a room from a seed, with truncation, or pick one from a strip',
    proofs: [...proof('room', ROOMS), ...proof('panels', STRIP)],
  },
  { can: 'move a blob', proofs: [...proof('room', DRAG), ...proof('keys', ARROWS)] },
  { can: 'resize a blob', proofs: [...proof('shapes', CORNER), ...proof('keys', SHAPE)] },
  {
    can: 'rotate, in steps with Shift, and change the aspect',
    proofs: [...proof('shapes', SIDES), ...proof('keys', SHAPE)],
  },
  { can: 'hide', proofs: [...proof('room', LIST), ...proof('keys', HIDE)] },
  { can: 'lock', proofs: proof('keys', HIDE) },
  { can: 'delete, and undo it', proofs: [...proof('room', KEYBOARD), ...proof('keys', UNDO)] },
  {
    can: 'duplicate, by Alt-drag, by key and into another scene',
    proofs: [...proof('canvas', COPY), ...proof('keys', CLIPBOARD)],
  },
  { can: 'reorder in depth', proofs: [...proof('keys', DEPTH), ...proof('panels', ROWS)] },
  { can: 'rename', proofs: proof('panels', ROWS) },
  {
    can: "take another blob's or room's style, mix two, keep it in a drawer",
    proofs: [...proof('keys', STYLE), ...proof('panels', GIVEN)],
  },
  { can: "give everything and the background another room's style", proofs: proof('panels', BACKGROUND) },
  { can: 'add a thing from a library', proofs: proof('panels', LIBRARY) },
  { can: 'empty the room', proofs: proof('panels', EMPTY) },
  { can: 'select several, by marquee and Shift-click', proofs: proof('canvas', MARQUEE) },
  { can: 'move, scale and turn several as one', proofs: proof('canvas', GROUP) },
  { can: 'snap to middles and edges, with guides', proofs: proof('canvas', SNAPS) },
  { can: 'see whose the picture is', proofs: proof('canvas-views', REGION) },
  { can: 'reach weak and hidden blobs', proofs: proof('canvas-views', FAINT) },
  { can: 'hide all outlines', proofs: proof('shapes', OUTLINES) },
  { can: 'zoom and pan', proofs: [...proof('canvas', VIEW), ...proof('keys', ZOOM)] },
  { can: 'compare before and after: hold, split, difference', proofs: proof('canvas-views', COMPARE) },
  {
    can: 'undo and redo without limit, by gesture',
    proofs: [...proof('room', DRAG), ...proof('keys', UNDO)],
  },
  {
    can: 'take the gesture in progress back',
    proofs: [...proof('room', ESCAPE), ...proof('canvas', MARQUEE)],
  },
  { can: 'use the menu of a thing', proofs: [...proof('canvas', MENU), ...proof('touch', REST)] },
  { can: 'find every command by its name, and every key', proofs: proof('keys', COMMANDS) },
  { can: 'edit with one finger', proofs: proof('touch', FINGER) },
  { can: 'scale, turn, pan and zoom with two fingers', proofs: proof('touch', PINCH) },
  { can: 'hit everything with a fingertip', proofs: proof('touch', TARGETS) },
  { can: 'reach and hear every blob with a screen reader', proofs: proof('keys', TAB, ARROWS, UNDO, AXE) },
  { can: 'edit by keyboard alone', proofs: [...proof('room', KEYBOARD), ...proof('keys', SHAPE)] },
  { can: 'use the keys of a Mac', proofs: proof('keys', MAC) },
  { can: 'find nothing in the way of assistive technology', proofs: proof('axe', STATES) },
  { can: 'be shown the first steps', proofs: proof('panels', STEPS) },
  { can: 'read it in English or French, light or dark', proofs: proof('language', LANGUAGE) },
  { can: 'send a link that reproduces the edit, save and open files', proofs: proof('sharing', TEN) },
  { can: 'lose nothing when the page dies, keep many scenes', proofs: proof('sharing', KILLED) },
  { can: 'export PNG, blob map, labelled map, cut-out and film', proofs: proof('export', PICTURES, FILM) },
  { can: 'open an own checkpoint', proofs: proof('models', CHECKPOINT) },
  { can: 'work with no network', proofs: proof('offline', OFFLINE) },
];

export interface Key {
  /** As the table of actions writes it. */
  readonly keys: string;
  /** Id of the action. */
  readonly action: string;
  readonly proof: Proof;
}

const key = (keys: string, action: string, spec: string, test: string): Key => ({
  keys,
  action,
  proof: { spec, test },
});

/** The keys that drawing tools share. */
export const KEYS: readonly Key[] = [
  key('v', 'tool-select', 'keys', ZOOM),
  key('h', 'tool-hand', 'keys', ZOOM),
  key('Mod+=', 'zoom-in', 'keys', ZOOM),
  key('Mod+-', 'zoom-out', 'keys', ZOOM),
  key('Mod+0', 'zoom-reset', 'keys', ZOOM),
  key('Shift+1', 'fit', 'keys', ZOOM),
  key('Shift+2', 'fit-selection', 'keys', ZOOM),
  key('Mod+a', 'select-all', 'keys', CLIPBOARD),
  key('Tab', 'next', 'keys', TAB),
  key('Shift+Tab', 'previous', 'keys', TAB),
  key('Escape', 'escape', 'room', ESCAPE),
  key('ArrowLeft', 'nudge-left', 'keys', ARROWS),
  key('ArrowRight', 'nudge-right', 'keys', ARROWS),
  key('ArrowUp', 'nudge-up', 'keys', ARROWS),
  key('ArrowDown', 'nudge-down', 'keys', ARROWS),
  key('Shift+ArrowRight', 'nudge-right-far', 'keys', ARROWS),
  key('Mod+d', 'duplicate', 'keys', CLIPBOARD),
  key('Delete', 'delete', 'keys', UNDO),
  key('Mod+c', 'copy', 'keys', CLIPBOARD),
  key('Mod+x', 'cut', 'keys', CLIPBOARD),
  key('Mod+v', 'paste', 'keys', CLIPBOARD),
  key('Mod+Alt+c', 'copy-style', 'keys', STYLE),
  key('Mod+Alt+v', 'paste-style', 'keys', STYLE),
  key('Mod+z', 'undo', 'keys', UNDO),
  key('Mod+Shift+z', 'redo', 'keys', UNDO),
  key('Mod+y', 'redo', 'keys', UNDO),
  key(']', 'forward', 'keys', DEPTH),
  key('[', 'backward', 'keys', DEPTH),
  key('Shift+]', 'front', 'keys', DEPTH),
  key('Shift+[', 'back', 'keys', DEPTH),
  key('Mod+Shift+h', 'toggle-hidden', 'keys', HIDE),
  key('Mod+Shift+l', 'toggle-locked', 'keys', HIDE),
  key('r', 'new-room', 'room', ROOMS),
  key('b', 'outlines', 'shapes', OUTLINES),
  key('Shift+b', 'faint', 'canvas-views', FAINT),
  key('c', 'compare-hold', 'canvas-views', COMPARE),
  key('Shift+c', 'compare-split', 'canvas-views', COMPARE),
  key('Shift+d', 'compare-difference', 'canvas-views', COMPARE),
  key('Mod+s', 'save', 'sharing', TEN),
  key('Mod+o', 'open', 'export', FILE_KEYS),
  key('Mod+Shift+o', 'saved-scenes', 'export', FILE_KEYS),
  key('Mod+Shift+e', 'export', 'export', FILE_KEYS),
  key('Alt+Shift+c', 'copy-picture', 'export', FILE_KEYS),
  key('Mod+Shift+p', 'palette', 'keys', COMMANDS),
  key('Mod+/', 'palette', 'keys', COMMANDS),
  key('?', 'help', 'keys', COMMANDS),
];
