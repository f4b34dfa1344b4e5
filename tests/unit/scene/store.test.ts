import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createSceneStore,
  moveBy,
  remove,
  reshape,
  sceneFromLayout,
  snap,
  setHidden,
} from '../../../src/scene';
import { MODEL, layoutOf } from './fixtures';

const BED = new Set(['slot-1']);

function opened() {
  const store = createSceneStore();
  store.getState().open(sceneFromLayout(MODEL, layoutOf(7), 7, 0));
  return store;
}

const bedOf = (store: ReturnType<typeof opened>) =>
  store.getState().scene!.blobs.find((blob) => blob.id === 'slot-1')!;

describe('a gesture', () => {
  it('is one step, computed from its start, so that nothing drifts', () => {
    const store = opened();
    const start = bedOf(store);
    store.getState().begin();
    for (let step = 1; step <= 100; step++)
      store.getState().update((scene) => moveBy(scene, BED, step / 1000, 0));
    store.getState().commit('move');
    expect(bedOf(store).x).toBe(snap('position', start.x + 0.1));
    expect(store.getState().past).toHaveLength(1);
    store.getState().undo();
    expect(bedOf(store)).toEqual(start);
  });

  it('that ends where it began is no step', () => {
    const store = opened();
    const before = store.getState().scene;
    store.getState().begin();
    store.getState().update((scene) => moveBy(scene, BED, 0.1, 0));
    store.getState().update((scene) => moveBy(scene, BED, 1e-5, 0));
    store.getState().commit('move');
    expect(store.getState().scene).toBe(before);
    expect(store.getState().past).toHaveLength(0);
  });

  it('is taken back whole when it is cancelled, and leaves no step', () => {
    const store = opened();
    const before = store.getState().scene;
    store.getState().begin();
    store.getState().update((scene) => moveBy(scene, BED, 0.2, 0.2));
    store.getState().cancel();
    expect(store.getState().scene).toBe(before);
    expect(store.getState().past).toHaveLength(0);
  });

  it('that changes nothing is no step', () => {
    const store = opened();
    store.getState().begin();
    store.getState().commit('move');
    expect(store.getState().past).toHaveLength(0);
  });

  it('keeps undo and other edits out until it ends', () => {
    const store = opened();
    store.getState().edit('delete', (scene) => remove(scene, new Set(['slot-2'])));
    store.getState().begin();
    store.getState().undo();
    store.getState().edit('delete', (scene) => remove(scene, BED));
    expect(store.getState().scene!.blobs.map((blob) => blob.id)).toEqual(['slot-0', 'slot-1']);
  });
});

describe('history', () => {
  it('goes back to the first document and on to the last, through any edits', () => {
    const ids = fc.subarray(['slot-0', 'slot-1', 'slot-2'], { minLength: 1 });
    const edits = fc.array(
      fc.tuple(
        fc.constantFrom('move', 'hide', 'grow', 'remove'),
        ids,
        fc.double({ min: -0.3, max: 0.3, noNaN: true }),
      ),
    );
    fc.assert(
      fc.property(edits, (list) => {
        const store = opened();
        const first = store.getState().scene;
        for (const [kind, names, amount] of list) {
          const chosen = new Set(names);
          store.getState().edit('delete', (scene) => {
            if (kind === 'move') return moveBy(scene, chosen, amount, -amount);
            if (kind === 'hide') return setHidden(scene, chosen, amount > 0);
            if (kind === 'remove') return remove(scene, chosen);
            return reshape(scene, chosen, (blob) => ({
              size: blob.size * (1 + amount),
              aspect: blob.aspect + amount,
            }));
          });
        }
        const last = store.getState().scene;
        while (store.getState().past.length) store.getState().undo();
        expect(store.getState().scene).toBe(first);
        while (store.getState().future.length) store.getState().redo();
        expect(store.getState().scene).toBe(last);
      }),
    );
  });

  it('forgets what was undone when something else is done', () => {
    const store = opened();
    store.getState().edit('delete', (scene) => moveBy(scene, BED, 0.1, 0));
    store.getState().undo();
    store.getState().edit('delete', (scene) => moveBy(scene, BED, 0, 0.1));
    expect(store.getState().future).toHaveLength(0);
  });

  it('takes another room back, and resets to what the present seed made', () => {
    const store = opened();
    const seven = store.getState().scene;
    store.getState().open(sceneFromLayout(MODEL, layoutOf(8), 8, 0));
    const eight = store.getState().scene;
    store.getState().edit('delete', (scene) => remove(scene, BED));
    store.getState().reset();
    expect(store.getState().scene).toBe(eight);
    store.getState().undo();
    store.getState().undo();
    store.getState().undo();
    expect(store.getState().scene).toBe(seven);
    store.getState().edit('delete', (scene) => remove(scene, BED));
    store.getState().reset();
    expect(store.getState().scene).toBe(seven);
  });
});

describe('steps', () => {
  it('remember what was selected, so that undoing a deletion selects it again, in its old place', () => {
    const store = opened();
    store.getState().select(BED);
    store.getState().edit('delete', (scene) => remove(scene, BED));
    expect(store.getState().selection.size).toBe(0);
    store.getState().undo();
    expect([...store.getState().selection]).toEqual(['slot-1']);
    expect(store.getState().scene!.blobs.map((blob) => blob.id)).toEqual(['slot-0', 'slot-1', 'slot-2']);
  });

  it('have names, and can be jumped to', () => {
    const store = opened();
    const names = ['move', 'rotate', 'resize'] as const;
    for (const [at, name] of names.entries())
      store.getState().edit(name, (scene) => moveBy(scene, BED, (at + 1) / 100, 0));
    expect(store.getState().past.map((step) => step.label)).toEqual(names);
    store.getState().jumpTo(1);
    expect(bedOf(store).x).toBeCloseTo(0.41, 3);
    expect(store.getState().future.map((step) => step.label)).toEqual(['rotate', 'resize']);
    store.getState().jumpTo(3);
    expect(bedOf(store).x).toBeCloseTo(0.46, 3);
  });

  it('that follow each other within a moment become one when they are of a kind', () => {
    let clock = 0;
    const store = createSceneStore(() => clock);
    store.getState().open(sceneFromLayout(MODEL, layoutOf(7), 7, 0));
    const nudge = (coalesce: string): void =>
      store.getState().edit('move', (scene) => moveBy(scene, BED, 0.01, 0), { coalesce });
    for (const at of [0, 300, 600, 900]) {
      clock = at;
      nudge('nudge');
    }
    expect(store.getState().past).toHaveLength(1);
    clock = 3000;
    nudge('nudge');
    nudge('other');
    expect(store.getState().past).toHaveLength(3);
    store.getState().jumpTo(0);
    expect(bedOf(store).x).toBeCloseTo(0.4, 3);
  });
});

describe('the selection', () => {
  it('loses what leaves the scene', () => {
    const store = opened();
    store.getState().select(['slot-1', 'slot-2']);
    store.getState().edit('delete', (scene) => remove(scene, BED));
    expect([...store.getState().selection]).toEqual(['slot-2']);
  });
});

describe('edits', () => {
  it('leave locked blobs where they are', () => {
    const store = opened();
    store.getState().edit('delete', (scene) => ({
      ...scene,
      blobs: scene.blobs.map((blob) => ({ ...blob, locked: true })),
    }));
    const locked = store.getState().scene!;
    expect(moveBy(locked, BED, 0.1, 0).blobs).toEqual(locked.blobs);
    expect(remove(locked, BED).blobs).toEqual(locked.blobs);
  });

  it('keep every shape within the limits, whatever is asked', () => {
    const wild = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(
        wild,
        wild,
        wild,
        fc.double({ min: 0.01, max: 1e6, noNaN: true }),
        wild,
        (x, y, size, aspect, angle) => {
          const scene = reshape(opened().getState().scene!, BED, () => ({ x, y, size, aspect, angle }));
          const bed = scene.blobs.find((blob) => blob.id === 'slot-1')!;
          expect(bed.x).toBeGreaterThanOrEqual(-0.5);
          expect(bed.x).toBeLessThanOrEqual(1.5);
          expect(bed.size).toBeLessThanOrEqual(400);
          expect(bed.aspect).toBeGreaterThanOrEqual(1);
          expect(bed.aspect).toBeLessThanOrEqual(12);
          expect(Math.abs(bed.angle)).toBeLessThanOrEqual(Math.PI / 2 + 1e-6);
        },
      ),
    );
  });
});
