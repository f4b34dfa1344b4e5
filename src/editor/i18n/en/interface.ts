/** Texts of panels, dialogs and the page around them. */
export const page = {
  name: 'Blobroom',
  documentTitle: 'Blobroom: rooms made of blobs',
  dismiss: 'Dismiss',
  close: 'Close',
  cancel: 'Cancel',
  reload: 'Reload the page',
  panels: 'Panels',
  rail: { rooms: 'Rooms', library: 'Add', styles: 'Styles' },
  failed: 'This did not work',
  quoted: '“{{name}}”',
  more_one: '{{count}} more file',
  more_other: '{{count}} more files',
} as const;

export const welcome = {
  title: 'First steps',
  move: 'Drag a thing to move it',
  shape: 'Pull its handles to stretch or turn it',
  room: 'Press R for another room',
  roomByTouch: 'Tap Rooms, then New room',
  done: 'done',
  dismiss: 'Hide the first steps',
} as const;

export const room = {
  title: 'Room',
  seed: 'Seed',
  open: 'Open',
  seedHint: 'Every number is a room of its own.',
  seedInvalid: 'A seed is a whole number, 0 or more.',
  kind: 'Kind of room',
  kinds: { any: 'Either', bedroom: 'Bedroom', 'living room': 'Living room' },
  truncation: 'Truncation',
  truncationHint: 'Towards 1, rooms become more alike: the mean scene.',
  emptyMore: 'More ways to empty the room',
  next: 'The room is empty. What next?',
  restyleSurfaces: 'Restyle walls and floor',
  resetHint: 'Back to the room that the seed made',
  others: 'Other rooms',
  numbered: 'Room {{seed}}',
  picked: 'Picked room {{number}}',
  earlier: 'Earlier rooms',
  later: 'More rooms',
} as const;

export const things = {
  title: 'Things',
  show: 'Show {{name}}',
  hide: 'Hide {{name}}',
  lock: 'Lock {{name}}',
  unlock: 'Unlock {{name}}',
  rename: 'Rename {{name}}',
  renameHint: 'Double-click to rename, drag to change the depth',
  outlines: 'Outlines',
  faint: 'faint',
  empty: 'Nothing stands here. Take a new room.',
} as const;

export const selection = {
  none: 'Press a thing in the picture or in the list: its numbers come here.',
  several_one: '{{count}} thing',
  several_other: '{{count}} things',
  numberInvalid: 'A number from {{low}} to {{high}} is expected, or a sum such as 40+10, *2 or 50%.',
  sumHint: 'Numbers and sums: 40+10, *2, /2, 50%',
  x: 'X',
  y: 'Y',
  width: 'Width',
  height: 'Height',
  size: 'Size',
  aspect: 'Aspect',
  angle: 'Angle',
  feature: 'Feature',
  style: 'Style',
  ownStyle: 'Its own',
  backToOwnStyle: 'Back to its own style',
  mix: 'Mix',
  mixed: '{{percent}} % of the given style',
} as const;

export const styles = {
  title: 'Styles',
  about: 'Change',
  selection: 'Selection',
  background: 'Background',
  room: 'All',
  what: 'Take',
  style: 'Style',
  feature: 'Feature',
  both: 'Both',
  from: 'From another room',
  hints: {
    selection: 'What is selected takes what the same thing has in the room that you pick.',
    background: 'What lies behind all things takes it from the room that you pick.',
    surfaces: 'Walls, floor and ceiling take it from the room that you pick.',
    room: 'Everything, background included, takes it from the room that you pick.',
  },
  drawer: 'Saved styles',
  save: 'Save',
  use: 'Style of {{name}}',
  forget: 'Remove the style of {{name}} from the drawer',
  drawerEmpty: 'Select one thing and save its style: it stays on this device.',
} as const;

export const library = {
  title: 'Add a thing',
  pick: 'Drag one into the room, or click it for more of its kind. All are from this model’s own rooms, and appear as they get drawn.',
  search: 'Search by name',
  from: 'Things from',
  nothingFound: 'Nothing here is called that.',
  how: 'Drag one into the room, or click it and then the place where it should stand.',
  back: 'All things',
  add: 'Add {{name}} from {{room}}',
  place: 'Click where the {{name}} should stand. Escape puts it back.',
  placeByTouch: 'Tap where the {{name}} should stand.',
} as const;

export const canvas = {
  title: 'Room canvas',
  help: 'Tab goes from thing to thing, arrow keys move the selected one, Delete removes it, Ctrl+Z takes a step back, Escape clears the selection, question mark lists all keys.',
  picture: 'The room, drawn by the model',
  selected: '{{name}} selected, {{x}} % from the left, {{y}} % from the top',
  severalSelected_one: '{{count}} thing selected',
  severalSelected_other: '{{count}} things selected',
  nothingSelected: 'Nothing selected',
  compare: 'Before',
  compareHint: 'Hold to see the room as it came (C)',
  tools: 'Tools',
} as const;

export const history = {
  title: 'History',
  start: 'The room as it came',
  oldest: 'The oldest step that is kept',
} as const;

export const loading = {
  title: 'Getting the room ready',
  download: 'Fetching the model, {{loaded, megabytes}} of {{total, megabytes}} MB',
  compile: 'Compiling, {{done}} of {{total}}',
  warmUp: 'Drawing the first picture',
  runtime: 'Starting the engine',
} as const;

export const status = {
  model: '{{resolution}} px · {{size, megabytes}} MB',
  onGraphics: 'Drawn on your graphics card',
  onProcessor: 'Drawn on your processor',
  drawn: '{{place}}, {{ms}} ms',
  threads_one: '{{count}} thread',
  threads_other: '{{count}} threads',
} as const;

/** The engine: what draws, and why nothing faster does. */
export const engine = {
  title: 'Engine',
  provider: 'Draw with',
  providers: {
    auto: 'The fastest there is',
    webgpu: 'Graphics device (WebGPU)',
    webgl: 'Graphics device (WebGL)',
    wasm: 'Processor (WASM)',
  },
  names: { webgpu: 'WebGPU', webgl: 'WebGL', wasm: 'WASM' },
  limits: {
    noWebgpu: 'This browser has no WebGPU.',
    noAdapter: 'WebGPU finds no graphics device here.',
    noWebgl: 'This browser has no WebGL that computes with 32-bit numbers.',
    notStarted: '{{provider}} did not start ({{detail}}).',
    wrongPictures: '{{provider}} draws wrong pictures on this device and is not used.',
    slower: '{{provider}} is slower here: {{own}} ms a picture instead of {{best}}.',
    brokeDown: '{{provider}} broke down and is not used ({{detail}}).',
    oneThread: 'One thread only: this host does not isolate the page.',
    plainHttp: 'One thread and no WebGPU: that is all browsers give to pages from plain http.',
  },
  drawsWith: '{{provider}} draws, {{threads}}.',
  webglTesting: 'WebGL is being tried on this device…',
  webglSlow: 'WebGL finds no graphics device here: it draws right, but far slower than WASM.',
  fastest: 'Nothing faster is missing.',
  recovering: 'The engine starts again',
  restart: 'Start the engine again',
} as const;

export const palette = {
  hint: 'Type what you want to do, or a thing’s name',
  nothingFound: 'No command, thing or panel is called that.',
  thing: 'Thing',
  panel: 'Panel',
} as const;

export const models = {
  title: 'Models',
  standard: 'Rooms',
  standardFacts: 'Comes with the page',
  earlierFacts: 'Came with the page before',
  open: 'Open now',
  openIt: 'Open {{name}}',
  delete: 'Delete {{name}} from this device',
  facts: '{{resolution}} px · {{blobs}} blobs · {{size, megabytes}} MB',
  opening: 'Opening the model',
  converting: 'Reading the checkpoint, {{percent}} %',
  progress: 'Progress',
  bring:
    'Bring a BlobGAN checkpoint (.ckpt), with its mean latent and its picked latents (*_mean_latent.pt, *_cherrypicked.pt) if you have them: drop the files on the page or choose them. They stay on this device.',
  choose: 'Choose files',
  dropHere: 'Drop a scene, a picture that was exported here or a checkpoint to open it',
} as const;

export const settings = {
  title: 'Settings',
  language: 'Language',
  theme: 'Theme',
  provider: 'Drawing',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  systemLanguage: 'As the browser',
} as const;

export const variants = {
  title: 'Variants',
  what: 'Vary',
  style: 'Style',
  thing: 'Thing',
  seed: 'Seed',
  one: 'Variant {{number}}, as in {{room}}',
  waiting: 'Variant {{number}}',
} as const;

export const view = {
  title: 'View',
  snap: 'Snap',
  snapHint: 'To middles, edges and other things; Ctrl turns it round while dragging',
  depth: 'Depth',
  depthHint:
    'Things stay on floor, wall or ceiling, and grow as they come nearer; Ctrl turns it round while dragging',
  bands: { ceiling: 'Hangs from the ceiling', wall: 'Stays on the wall', floor: 'Stands on the floor' },
  faint: 'Faint things',
  faintHint: 'Things that cover less than this are not outlined',
  regions: 'Regions',
  regionsHint: 'What is under the pointer shows where the picture is its own',
  compare: 'Compare',
  compareOff: 'Off',
  split: 'Split',
  difference: 'Difference',
  divider: 'Divider between before and after',
  before: 'Before',
  beforeLate: 'The room as it came is on its way.',
  after: 'After',
} as const;

/** What a screen reader says of a thing, and of what has just happened to it. */
export const said = {
  described: '{{name}}, {{x}} % from the left, {{y}} % from the top, {{width}} % wide, {{height}} % high',
  hiddenNow: 'hidden',
  lockedNow: 'locked',
  groupedNow: 'in a group',
  thingsOnCanvas: 'Things in the picture, the front one first',
  shaped: '{{name}}: {{facts}}',
  moved: '{{x}} % from the left, {{y}} % from the top',
  resized: '{{width}} % wide, {{height}} % high',
  turned: 'turned to {{degrees}} degrees',
  depth: '{{name}}: {{place}} of {{count}} from the front',
  hidden: '{{name}} hidden',
  shown: '{{name}} shown',
  locked: '{{name}} locked',
  unlocked: '{{name}} unlocked',
  renamed: 'Now called {{name}}',
  restyled: '{{name}} restyled',
  added: '{{name}} added',
  removed: '{{name}} removed',
  severalAdded_one: '{{count}} thing added',
  severalAdded_other: '{{count}} things added',
  severalRemoved_one: '{{count}} thing removed',
  severalRemoved_other: '{{count}} things removed',
  severalChanged_one: '{{count}} thing changed',
  severalChanged_other: '{{count}} things changed',
  room: 'Room {{seed}}',
  undone: 'Taken back: {{label}}',
  redone: 'Done again: {{label}}',
} as const;

/** What the pointer does, for the list of keys. */
export const pointing = {
  title: 'Pointer',
  drag: 'Drag',
  press: 'Click',
  wheel: 'Wheel',
  space: 'Space',
  middle: 'Middle button',
  twice: 'Double click',
  add: 'Add to the selection',
  enter: 'Select one thing of a group',
  marquee: 'Select what a rectangle holds',
  onNothing: 'Drag beside things',
  copy: 'Drag a copy',
  axis: 'One axis, or steps of 15 degrees',
  unsnap: 'Snapping and depth the other way round',
  pan: 'Move the view',
  zoom: 'Zoom',
} as const;
