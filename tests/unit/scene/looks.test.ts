import { describe, expect, it } from 'vitest';
import {
  type Changes,
  type Light,
  type Scene,
  type SlotSource,
  change,
  changesOfStyle,
  duplicate,
  hasChanges,
  keyOfTold,
  layoutFromScene,
  mixStyles,
  ownStyles,
  restored,
  sceneFromLayout,
  setLight,
  setSources,
  snapScene,
  takeFromRoom,
  toldThing,
  toldThings,
  unchange,
} from '../../../src/scene';
import { FEATURES, MODEL, STYLES, layoutOf } from './fixtures';

const scene = sceneFromLayout(MODEL, layoutOf(7), 7, 0);
const BED = new Set(['slot-1']);
const bedOf = (of: Scene) => of.blobs.find((blob) => blob.id === 'slot-1')!;
const said = (of: Scene): Changes | undefined => bedOf(of).changes;
const LOOK: Changes = { colour: '#a1543c', pattern: 'stripes', patternAcross: true };
const THING: Changes = { model: 'S:bed2', facing: 90 };
const both = change(scene, BED, { ...THING, ...LOOK });
const SOURCE: SlotSource = { seed: 3, truncation: 0, slot: 1 };
const ROOM = { seed: 12, truncation: 0.5 };
const taking = (style: boolean, feature: boolean): Scene =>
  takeFromRoom(both, { ids: BED, background: false }, ROOM, { style, feature });

describe('what is said of a thing', () => {
  it('is added to what was said before, and taken back by name or as a whole', () => {
    expect(said(both)).toEqual({ ...LOOK, ...THING });
    expect(said(change(both, BED, { colour: '#000000' }))).toEqual({ ...LOOK, ...THING, colour: '#000000' });
    expect(said(unchange(both, BED, ['colour', 'model', 'facing']))).toEqual({
      pattern: 'stripes',
      patternAcross: true,
    });
    expect(unchange(both, BED)).toEqual(scene);
    expect(both.blobs.filter((blob, at) => blob !== scene.blobs[at])).toHaveLength(1);
  });

  it('is no step where it was said already', () => {
    expect(change(both, BED, LOOK)).toBe(both);
    expect(unchange(scene, BED)).toBe(scene);
    expect(change(scene, new Set(), LOOK)).toBe(scene);
  });

  it('lies on the grid of links, and an empty saying is none', () => {
    const loose = change(scene, BED, { facing: -90.4, colour: '#ABCDEF', patternScale: 0.12345 });
    expect(said(snapScene(loose))).toEqual({ colour: '#abcdef', patternScale: 0.123, facing: 270 });
    expect(said(snapScene(change(scene, BED, { facing: 359.7 })))).toEqual({ facing: 0 });
    expect(snapScene(both)).toBe(snapScene(snapScene(both)));
    const empty = { ...scene, blobs: scene.blobs.map((blob) => ({ ...blob, changes: {} })) };
    expect(hasChanges(snapScene(empty))).toBe(false);
  });

  it('is copied with the thing', () => {
    const { scene: copied, ids } = duplicate(both, BED, 0.1, 0);
    expect(copied.blobs.find(({ id }) => id === ids[0])!.changes).toEqual(said(both));
  });

  it('goes with what it is of: another style takes the look, another feature takes the thing', () => {
    expect(said(taking(true, false))).toEqual(THING);
    expect(said(taking(false, true))).toEqual(LOOK);
    expect(said(taking(true, true))).toBeUndefined();
    expect(said(setSources(both, BED, { style: SOURCE }))).toEqual(THING);
    expect(said(mixStyles(setSources(both, BED, { style: SOURCE }), BED, 0.5))).toEqual(THING);
    const own = setSources(change(scene, BED, THING), BED, { style: SOURCE, changes: LOOK });
    expect(said(own)).toEqual({ ...LOOK, ...THING });
    expect(said(ownStyles(own, BED))).toEqual(THING);
  });

  it('is copied with a style as far as it says how the thing looks', () => {
    expect(changesOfStyle(bedOf(both))).toEqual(LOOK);
    expect(changesOfStyle(bedOf(change(scene, BED, THING)))).toBeUndefined();
  });

  it('is gone where the thing is again as the room came', () => {
    expect(restored(both, BED, scene)).toEqual(scene);
    expect(restored(scene, BED, scene)).toBe(scene);
  });
});

describe('the light', () => {
  it('is said of the whole room, on the grid, and taken back', () => {
    const light: Light = { preset: 'evening', warmth: 0.123, strength: 2 };
    expect(setLight(scene, light).light).toEqual({ preset: 'evening', warmth: 0.12, strength: 1 });
    expect(setLight(setLight(scene, light), null)).toEqual(scene);
    expect(setLight(scene, { warmth: 0 })).toBe(scene);
    const lit = setLight(scene, light);
    expect(setLight(lit, lit.light!)).toBe(lit);
    expect(hasChanges(lit)).toBe(true);
  });
});

describe('the layout of a scene in which something was said', () => {
  const vectors = {
    feature: new Float32Array(FEATURES).fill(-5),
    style: new Float32Array(STYLES).fill(-6),
  };
  const layout = (of: Scene, known: ReadonlyMap<string, typeof vectors>) =>
    layoutFromScene(
      of,
      MODEL.abNorm,
      ({ seed }) => layoutOf(seed),
      (key) => known.get(key),
    );
  const plain = layoutFromScene(scene, MODEL.abNorm, ({ seed }) => layoutOf(seed));

  it('has the vectors that the model was told, and all others as they were', () => {
    const [thing, ...others] = toldThings(both);
    expect(others).toEqual([]);
    const told = layout(both, new Map([[keyOfTold(thing!), vectors]]));
    const row = scene.blobs.findIndex(({ id }) => id === 'slot-1') + 1;
    expect([...told.features.subarray(row * FEATURES, (row + 1) * FEATURES)]).toEqual([-5, -5, -5]);
    expect([...told.styles.subarray(row * STYLES, (row + 1) * STYLES)]).toEqual([-6, -6]);
    expect(told.features.subarray(0, row * FEATURES)).toEqual(plain.features.subarray(0, row * FEATURES));
    expect(told.positions).toEqual(plain.positions);
  });

  it('is that of its sources where nobody knows more', () => {
    expect(layout(both, new Map())).toEqual(plain);
  });

  it('is of everything where the light is another, the background included', () => {
    const lit = setLight(both, { night: true });
    expect(toldThings(lit)).toHaveLength(scene.blobs.length + 1);
    const known = new Map(toldThings(lit).map((thing) => [keyOfTold(thing), vectors]));
    expect(new Set(layout(lit, known).features)).toEqual(new Set([-5]));
  });

  it('is found by what was said, in whatever order, and not by where the thing is', () => {
    const key = (of: Scene): string => keyOfTold(toldThing(bedOf(of), of));
    const other = change(change(scene, BED, LOOK), BED, THING);
    expect(key(other)).toBe(key(both));
    expect(key(change(both, BED, { facing: 91 }))).not.toBe(key(both));
    expect(key(setLight(both, { night: true }))).not.toBe(key(both));
    expect(key(setSources(both, BED, { style: SOURCE, changes: LOOK }))).not.toBe(key(both));
  });
});
