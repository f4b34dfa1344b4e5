import { describe, expect, it } from 'vitest';
import { type Point, toCanvas, viewOf } from '../../../../src/editor/canvas/geometry';
import { groupHandlesOf } from '../../../../src/editor/canvas/handles';
import { applyGesture, inMarquee, labelOf, transformGroup } from '../../../../src/editor/canvas/gesture';
import { type Target, findHandle, selectAt } from '../../../../src/editor/canvas/press';
import { type Scene, sceneFromLayout } from '../../../../src/scene';
import { MODEL, layoutOf } from '../../scene/fixtures';

const scene: Scene = sceneFromLayout(MODEL, layoutOf(7), 7, 0);
const view = viewOf({ width: 1000, height: 800 }, { zoom: 1, x: 0, y: 0 });
const target = (...selected: string[]): Target => ({
  scene,
  selection: new Set(selected),
  view,
  abNorm: MODEL.abNorm,
});
const on = (x: number, y: number): Point => toCanvas(view, { x, y });
const BED = on(0.4, 0.7);

describe('a press', () => {
  it('selects what it lands on alone, keeps a selection that it lands in, and clears on nothing', () => {
    expect([...selectAt(target(), BED, false).selection]).toEqual(['slot-1']);
    expect([...selectAt(target('slot-1', 'slot-2'), BED, false).selection]).toEqual(['slot-1', 'slot-2']);
    expect(selectAt(target('slot-1'), on(0.02, 0.02), false).selection.size).toBe(0);
  });

  it('with Shift adds and takes away', () => {
    expect([...selectAt(target('slot-2'), BED, true).selection]).toEqual(['slot-2', 'slot-1']);
    expect([...selectAt(target('slot-2', 'slot-1'), BED, true).selection]).toEqual(['slot-2']);
  });

  it('finds the handles of one thing, of several, and none of what is locked', () => {
    const blobs = scene.blobs.slice(1);
    const group = groupHandlesOf(blobs, MODEL.abNorm, view);
    const corner = group.handles[0]!.at;
    expect(findHandle(target('slot-1', 'slot-2'), corner, 10)).toMatchObject({
      handle: { kind: 'size' },
      gesture: { type: 'group', kind: 'size', middle: group.middle },
    });
    expect(findHandle(target(), corner, 10)).toBeNull();
    const locked = { ...scene, blobs: scene.blobs.map((blob) => ({ ...blob, locked: true })) };
    expect(findHandle({ ...target('slot-1', 'slot-2'), scene: locked }, corner, 10)).toBeNull();
  });
});

describe('a fingertip on a small thing', () => {
  it('means the thing in its middle, and the handles outside', () => {
    const small = { ...scene, blobs: scene.blobs.map((blob) => ({ ...blob, size: 0.05, locked: false })) };
    const finger = { ...target('slot-1'), scene: small };
    expect(findHandle(finger, BED, 24)).toBeNull();
    expect(findHandle(finger, { x: BED.x, y: BED.y + 21 }, 24)).not.toBeNull();
  });
});

describe('gestures', () => {
  const ids = new Set(['slot-1', 'slot-2']);
  const at = (of: Scene, id: string) => of.blobs.find((blob) => blob.id === id)!;

  it('move several by the same way, with Shift along one axis', () => {
    const from = { x: 0.4, y: 0.7 };
    const free = applyGesture(scene, { type: 'move', ids, from }, MODEL.abNorm, { x: 0.5, y: 0.75 }, false);
    const along = applyGesture(scene, { type: 'move', ids, from }, MODEL.abNorm, { x: 0.5, y: 0.75 }, true);
    for (const id of ids) {
      expect(at(free, id).x - at(scene, id).x).toBeCloseTo(0.1, 6);
      expect(at(free, id).y - at(scene, id).y).toBeCloseTo(0.05, 6);
      expect(at(along, id).y).toBe(at(scene, id).y);
    }
    expect(at(free, 'slot-0')).toBe(at(scene, 'slot-0'));
  });

  it('scale a group: distances by the factor, sizes by its square', () => {
    const grown = transformGroup(scene, ids, { x: 0.5, y: 0.5 }, 1.5, 0);
    expect(at(grown, 'slot-1').x - 0.5).toBeCloseTo((at(scene, 'slot-1').x - 0.5) * 1.5, 6);
    expect(at(grown, 'slot-1').size).toBeCloseTo(at(scene, 'slot-1').size * 2.25, 6);
  });

  it('turn a group: a whole turn in twelve steps ends where it began', () => {
    let turned = scene;
    for (let n = 0; n < 12; n++) turned = transformGroup(turned, ids, { x: 0.5, y: 0.5 }, 1, Math.PI / 6);
    for (const id of ids) {
      expect(at(turned, id).x).toBeCloseTo(at(scene, id).x, 6);
      expect(at(turned, id).angle).toBeCloseTo(at(scene, id).angle, 6);
    }
    const quarter = transformGroup(scene, ids, { x: 0.5, y: 0.5 }, 1, Math.PI / 2);
    expect(at(quarter, 'slot-1').x).toBeCloseTo(0.5 - (at(scene, 'slot-1').y - 0.5), 6);
  });

  it('have names for the history', () => {
    const from = { x: 0, y: 0 };
    expect(labelOf({ type: 'handle', kind: 'width', id: 'slot-1', from })).toBe('stretch');
    expect(labelOf({ type: 'group', kind: 'rotate', ids, middle: from, from })).toBe('rotate');
  });

  it('a marquee takes the things whose middles it holds, in either direction', () => {
    expect(inMarquee(scene.blobs, { x: 0.7, y: 0.8 }, { x: 0.3, y: 0.2 })).toEqual(['slot-1', 'slot-2']);
    expect(inMarquee(scene.blobs, { x: 0.45, y: 0.85 }, { x: 0.55, y: 0.95 })).toEqual(['slot-0']);
  });
});
