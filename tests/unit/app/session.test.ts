import { describe, expect, it, vi } from 'vitest';
import type { paintPicture } from '../../../src/app/picture-painter';
import { Session } from '../../../src/app/session';
import { moveBy } from '../../../src/scene';
import { FakeEngine, layoutOf, pictureOf } from './fake-engine';

const PLACE = { kind: 'url', manifestUrl: 'https://example.test/manifest.json' } as const;

/** The part of a canvas that is written on. */
const fakeCanvas = () =>
  ({
    width: 2,
    height: 2,
    dataset: {},
    getContext: () => ({ clearRect: vi.fn() }),
  }) as unknown as HTMLCanvasElement;

/** A session with the room of seed 1 drawn whole in grey 10, on a canvas of its own. */
async function opened() {
  const engine = new FakeEngine();
  const painted = new Map<HTMLCanvasElement, number[]>();
  const paint: typeof paintPicture = (canvas, { rgba }) =>
    painted.set(canvas, [...(painted.get(canvas) ?? []), rgba[0]!]);
  const session = new Session(PLACE, engine.start, paint);
  const canvas = fakeCanvas();
  session.painter.attach(canvas);
  expect(await session.open(1)).toBe(true);
  engine.shows(10);
  const scene = () => session.scene.getState().scene!;
  const edit = (): void => {
    const { edit, scene: now } = session.scene.getState();
    edit('move', (before) => moveBy(before, new Set([now!.blobs[0]!.id]), 0.1, 0));
  };
  const seen = (on = canvas): number | undefined => painted.get(on)?.at(-1);
  return { engine, session, canvas, scene, edit, seen, painted };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('a session', () => {
  it('draws the scene of the document, and calls a picture final only when it is whole and of that scene', async () => {
    const { engine, canvas, edit, seen, session } = await opened();
    expect([seen(), canvas.dataset['state']]).toEqual([10, 'final']);
    const { version } = session.painter.state.getState();
    edit();
    // In the same task as the edit.
    expect(canvas.dataset['state']).toBe('preview');
    expect(engine.drawings).toHaveLength(2);
    engine.shows(19, false);
    expect([seen(), canvas.dataset['state']]).toEqual([19, 'preview']);
    engine.shows(20);
    expect([seen(), canvas.dataset['state']]).toEqual([20, 'final']);
    expect(session.painter.state.getState().version).toBe(version + 1);
  });

  it('draws with things of rooms that were shown small in the same task, without asking for their layouts again', async () => {
    const { engine, session } = await opened();
    vi.spyOn(engine, 'thumbnail').mockResolvedValue(pictureOf(0));
    session.state.getState().seedRooms!.request([5, 6], 0, 64);
    await settled();
    const [asked, drawn] = [engine.sample.mock.calls.length, engine.drawings.length];
    session.scene.getState().edit('style', (scene) => ({
      ...scene,
      blobs: scene.blobs.map((blob) => ({ ...blob, style: { seed: 5, truncation: 0, slot: 1 } })),
    }));
    expect(engine.drawings).toHaveLength(drawn + 1);
    expect(engine.sample).toHaveBeenCalledTimes(asked);
  });

  it('paints the newest picture on a canvas that comes later', async () => {
    const { session, seen } = await opened();
    const later = fakeCanvas();
    session.painter.attach(later);
    expect(seen(later)).toBe(10);
  });

  it("answers with the picture on the screen where it is the scene's, else asks the engine and leaves the screen", async () => {
    const { engine, session, scene, edit, seen } = await opened();
    const first = scene();
    expect((await session.renderScene(first)).rgba[0]).toBe(10);
    expect(engine.renders).toHaveLength(0);
    edit();
    engine.shows(20);
    const asked = session.renderScene(first);
    await settled();
    expect(engine.renders).toHaveLength(1);
    engine.renders[0]!.resolve(pictureOf(11));
    expect((await asked).rgba[0]).toBe(11);
    expect(seen()).toBe(20);
    expect(engine.drawings).toHaveLength(2);
  });

  it('tells of whole pictures of the present scene alone', async () => {
    const { engine, session, edit } = await opened();
    const whole = vi.fn();
    session.onWhole = whole;
    edit();
    engine.shows(19, false);
    expect(whole).not.toHaveBeenCalled();
    engine.shows(20);
    expect(whole).toHaveBeenCalledOnce();
  });
});

describe('before and after', () => {
  it('swaps two pictures that are kept, in the same task, and draws nothing', async () => {
    const { engine, session, canvas, edit, seen } = await opened();
    edit();
    engine.shows(20);
    session.compare(true);
    expect([seen(), canvas.dataset['state']]).toEqual([10, 'final']);
    session.compare(false);
    expect([seen(), canvas.dataset['state']]).toEqual([20, 'final']);
    expect([engine.drawings.length, engine.renders.length]).toEqual([2, 0]);
  });

  it('goes back to the document with an edit, whose picture is not hidden', async () => {
    const { engine, session, edit, seen } = await opened();
    edit();
    engine.shows(20);
    session.compare(true);
    edit();
    engine.shows(30);
    expect(seen()).toBe(30);
  });

  it('asks once for the original of a scene that came edited, before anybody wants to see it', async () => {
    const { engine, session, canvas, scene, edit, seen } = await opened();
    edit();
    const edited = { ...scene(), seed: 3 };
    await session.openScene(edited);
    engine.shows(40);
    await settled();
    expect(engine.renders).toHaveLength(1);
    session.compare(true);
    // What is there stays, and nothing is said of it that is not so.
    expect([seen(), canvas.dataset['state']]).toEqual([40, 'final']);
    expect(session.comparison.getState()).toEqual({ held: true, ready: false });
    const split = fakeCanvas();
    session.attachOriginal(split);
    expect(split.dataset['state']).toBe('empty');
    engine.renders[0]!.resolve(pictureOf(41));
    await settled();
    expect([seen(), canvas.dataset['state']]).toEqual([41, 'final']);
    expect([seen(split), split.dataset['state']]).toEqual([41, 'final']);
    expect(session.comparison.getState()).toEqual({ held: true, ready: true });
    expect(engine.renders).toHaveLength(1);
  });

  it('shows the original of the present room, though one of a room that was left comes later', async () => {
    const { engine, session, scene, seen } = await opened();
    const split = fakeCanvas();
    session.attachOriginal(split);
    let arrive: (layouts: ReturnType<typeof layoutOf>[]) => void = () => undefined;
    engine.sample.mockReturnValueOnce(new Promise((resolve) => (arrive = resolve)));
    // As after going back to a room that this page has not opened.
    session.scene.setState({ scene: { ...scene(), seed: 5 } });
    await session.openSeed(3, 0);
    engine.shows(30);
    expect([seen(split), split.dataset['state']]).toEqual([30, 'final']);
    arrive([layoutOf(5)]);
    await settled();
    expect([seen(split), split.dataset['state']]).toEqual([30, 'final']);
  });

  it('shows no room that was left: not while the original of the present one is not known yet', async () => {
    const { engine, session, scene, seen } = await opened();
    const split = fakeCanvas();
    session.attachOriginal(split);
    expect([seen(split), split.dataset['state']]).toEqual([10, 'final']);
    engine.sample.mockReturnValueOnce(new Promise(() => undefined));
    session.scene.setState({ scene: { ...scene(), seed: 5 } });
    await settled();
    engine.shows(50);
    session.compare(true);
    expect([seen(), split.dataset['state']]).toEqual([50, 'empty']);
    expect(session.comparison.getState().ready).toBe(false);
  });

  it('does not paint an original that comes after the key was let go', async () => {
    const { engine, session, scene, seen } = await opened();
    await session.openScene({ ...scene(), seed: 3, blobs: scene().blobs.slice(1) });
    engine.shows(40);
    await settled();
    session.compare(true);
    session.compare(false);
    engine.renders[0]!.resolve(pictureOf(41));
    await settled();
    expect(seen()).toBe(40);
  });

  describe('asked for a new room of a kind', () => {
    const layouts = (seeds: readonly number[], isBedroom: () => boolean) =>
      seeds.map((seed) => {
        const layout = layoutOf(seed);
        // The bed is in slot 0.
        return isBedroom() ? layout : { ...layout, sizes: Float32Array.of(-8, 4) };
      });

    it('tries seeds until one is of it', async () => {
      const { engine, session, scene } = await opened();
      let tried = 0;
      engine.sample.mockImplementation(async (seeds) => layouts(seeds, () => ++tried === 3));
      await session.openNewRoom('bedroom', 0.25);
      expect(tried).toBe(3);
      expect(engine.sample.mock.lastCall).toEqual([[scene().seed], 0.25]);
      expect(scene().blobs.map(({ name }) => name)).toEqual(['bed', 'lamp']);
    });

    it('says so when there is none, and keeps the room', async () => {
      const { engine, session, scene } = await opened();
      const before = scene();
      engine.sample.mockImplementation(async (seeds) => layouts(seeds, () => false));
      await session.openNewRoom('bedroom', 1);
      expect(scene()).toBe(before);
      expect(session.state.getState().failure).toMatchObject({ code: 'roomKindNotFound' });
      await session.openNewRoom(null, 1);
      expect(scene()).not.toBe(before);
    });
  });
});
