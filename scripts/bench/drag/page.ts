/** The editor with many blobs and no engine: what dragging costs when drawing the picture costs nothing. */
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { createStore } from 'zustand/vanilla';
import { NO_SEED_ROOMS } from '../../../src/app/seed-rooms';
import { Editor, EditorContext, type EditorContextValue, createUiStore } from '../../../src/editor';
import { type Blob, createSceneStore } from '../../../src/scene';
import '../../../src/app/theme.css';

const count = Number(new URLSearchParams(location.search).get('blobs') ?? 40);
const RESOLUTION = 256;

/** On a grid, so that each can be taken hold of; of all sizes and angles. */
const blobs = Array.from({ length: count }, (_, slot): Blob => {
  const columns = Math.ceil(Math.sqrt(count));
  const source = { seed: 1, truncation: 0, slot };
  return {
    id: `slot-${slot}`,
    name: `Blob ${slot + 1}`,
    x: ((slot % columns) + 0.5) / columns,
    y: (Math.floor(slot / columns) + 0.5) / columns,
    size: 1 + (slot % 5),
    aspect: 1 + (slot % 4) / 2,
    angle: slot % 3,
    hidden: false,
    locked: false,
    feature: source,
    style: source,
  };
});

const nothing = (): void => undefined;
const store = createSceneStore();
const room = { seed: 1, truncation: 0, slot: -1 };
store.getState().open({
  model: 'bench',
  seed: 1,
  truncation: 0,
  noiseSeed: 1,
  background: { feature: room, style: room },
  blobs,
});

const value: EditorContextValue = {
  store,
  ui: createUiStore(),
  abNorm: 0.004,
  resolution: RESOLUTION,
  picks: [],
  slotNames: [],
  seedRooms: NO_SEED_ROOMS,
  stands: new Map(),
  picture: createStore(() => ({ canvas: null, version: 0 })),
  openSeed: nothing,
  openNewRoom: nothing,
  sharing: null,
      compare: nothing,
  attachPicture: nothing,
  attributes: null,
  traitsOf: () => Promise.resolve(null),
  roomOf: () => Promise.resolve(null),
  smallPicture: () => Promise.resolve(''),
  comparison: createStore(() => ({ held: false, ready: false })),
  attachOriginal: nothing,
  drawSmall: () => new Promise(() => undefined),
};

createRoot(document.getElementById('root')!).render(
  createElement(EditorContext, { value }, createElement(Editor, { status: null, veil: null, menu: null })),
);

interface Bench {
  readonly changes: number;
  readonly frames: readonly number[];
}

/** What happened since it was last asked: how often the document changed, how long each frame took (ms). */
let changes = 0;
let frames: number[] = [];
store.subscribe((now, before) => {
  if (now.scene !== before.scene) changes++;
});
let last = performance.now();
const onFrame = (now: number): void => {
  frames.push(now - last);
  last = now;
  requestAnimationFrame(onFrame);
};
requestAnimationFrame(onFrame);
(window as unknown as { takeBench: () => Bench }).takeBench = () => {
  const bench = { changes, frames };
  changes = 0;
  frames = [];
  return bench;
};
