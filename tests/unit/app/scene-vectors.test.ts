import { describe, expect, it } from 'vitest';
import type { paintPicture } from '../../../src/app/picture-painter';
import { Session } from '../../../src/app/session';
import { type Changes, change, moveBy, setLight, toldThing } from '../../../src/scene';
import { explain } from '../../../src/faults';
import { Fault } from '../../../src/faults';
import { FakeEngine } from './fake-engine';

const PLACE = { kind: 'url', manifestUrl: 'https://example.test/manifest.json' } as const;
const BED = new Set(['slot-0']);
const paint: typeof paintPicture = () => undefined;
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

async function opened() {
  const engine = new FakeEngine();
  const session = new Session(PLACE, engine.start, paint);
  expect(await session.open(1)).toBe(true);
  engine.shows(10);
  const store = session.scene;
  const say = (changes: Changes): void =>
    store.getState().edit('look', (scene) => change(scene, BED, changes));
  const drawn = () => engine.drawings.at(-1)!.layout;
  return { engine, session, store, say, drawn };
}

describe('the vectors of a scene in which something was said', () => {
  it('are asked for once: what was recoloured is dragged like anything else', async () => {
    const { engine, store, say, drawn } = await opened();
    expect(engine.attributes).not.toHaveBeenCalled();
    say({ colour: '#ff0000' });
    await settled();
    expect(engine.attributes).toHaveBeenCalledOnce();
    expect([...drawn().features]).toEqual([1, 1, 9, 9, 1, 1]);
    const before = engine.drawings.length;
    store.getState().edit('move', (scene) => moveBy(scene, BED, 0.1, 0));
    // In the same task as the edit.
    expect(engine.drawings).toHaveLength(before + 1);
    expect([...drawn().features]).toEqual([1, 1, 9, 9, 1, 1]);
    store.getState().undo();
    store.getState().undo();
    store.getState().redo();
    expect(engine.drawings).toHaveLength(before + 4);
    expect(engine.attributes).toHaveBeenCalledOnce();
  });

  it('follow the hand: while one answer is on its way only the newest waits, and none that came is left undrawn', async () => {
    const { engine, store, drawn } = await opened();
    let answer!: () => void;
    engine.held = new Promise((resolve) => (answer = resolve));
    const before = engine.drawings.length;
    store.getState().begin();
    store.getState().update((at) => change(at, BED, { colour: '#000001' }));
    await settled();
    for (const blue of [2, 3, 4])
      store.getState().update((at) => change(at, BED, { colour: `#00000${blue}` }));
    await settled();
    expect(engine.attributes).toHaveBeenCalledTimes(1);
    answer();
    await settled();
    const asked = engine.attributes.mock.calls.map(([{ told }]) => told[0]);
    expect(asked).toEqual([{ colour: '#000001' }, { colour: '#000004' }]);
    expect(engine.drawings).toHaveLength(before + 2);
    expect([...drawn().features]).toEqual([1, 1, 9, 9, 1, 1]);
    store.getState().commit('look');
    expect(store.getState().past.map(({ label }) => label)).toEqual(['look']);
  });

  it('are not drawn of a gesture that was taken back meanwhile, nor of another room', async () => {
    const { engine, session, store, drawn } = await opened();
    let answer!: () => void;
    engine.held = new Promise((resolve) => (answer = resolve));
    store.getState().begin();
    store.getState().update((at) => change(at, BED, { colour: '#000001' }));
    store.getState().cancel();
    answer();
    await settled();
    expect([...drawn().features]).toEqual([1, 1, 1, 1, 1, 1]);
    engine.held = new Promise((resolve) => (answer = resolve));
    store.getState().edit('look', (scene) => change(scene, BED, { colour: '#000002' }));
    await session.openSeed(3, 0);
    answer();
    await settled();
    expect([...drawn().features]).toEqual([3, 3, 3, 3, 3, 3]);
  });

  it('are of all things, the background included, where the light is another', async () => {
    const { engine, store, say, drawn } = await opened();
    say({ colour: '#ff0000' });
    store.getState().edit('light', (scene) => setLight(scene, { preset: 'night' }));
    await settled();
    expect([...drawn().styles]).toEqual([9, 9, 9, 9, 9, 9]);
    const { told, light } = engine.attributes.mock.calls.at(-1)![0];
    expect(told).toEqual([{}, { colour: '#ff0000' }, {}]);
    expect(light).toEqual({ preset: 'night' });
  });

  it('are those of the sources where the model knows no attributes', async () => {
    const { engine, session, store, say, drawn } = await opened();
    engine.attributes.mockResolvedValue(null);
    say({ colour: '#ff0000' });
    await settled();
    expect([...drawn().features]).toEqual([1, 1, 1, 1, 1, 1]);
    say({ colour: '#00ff00' });
    expect(engine.attributes).toHaveBeenCalledOnce();
    const scene = store.getState().scene!;
    expect(await session.vectors.traitsOf(toldThing(scene.blobs[0]!, scene))).toBeNull();
  });

  it('that do not come are told in a sentence, and asked for again', async () => {
    const { engine, session, say, drawn } = await opened();
    const why = explain('modelFileUnreachable', { file: 'attributes.onnx' });
    engine.attributes.mockRejectedValueOnce(new Fault(why));
    say({ colour: '#ff0000' });
    await settled();
    expect(session.state.getState().failure).toEqual(why);
    say({ colour: '#00ff00' });
    await settled();
    expect([...drawn().features]).toEqual([1, 1, 9, 9, 1, 1]);
  });

  it('tell what a thing is, with all that was said of it', async () => {
    const { engine, session, store, say } = await opened();
    const traits = async () => {
      const scene = store.getState().scene!;
      return session.vectors.traitsOf(toldThing(scene.blobs[0]!, scene));
    };
    expect(await traits()).toEqual({ class: 'bed', values: {} });
    say({ colour: '#ff0000' });
    expect(await traits()).toEqual({ class: 'bed', values: { colour: '#ff0000' } });
    await settled();
    expect(await traits()).toEqual({ class: 'bed', values: { colour: '#ff0000' } });
    expect(engine.attributes.mock.calls.length).toBeLessThanOrEqual(3);
  });
});
