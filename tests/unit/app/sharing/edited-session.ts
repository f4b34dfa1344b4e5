/** A session over an engine that draws nothing, with a room that was edited. */
import { expect } from 'vitest';
import { Session } from '../../../../src/app/session';
import { namedModel } from '../../../../src/app/sharing/first-scene';
import { type Scene, moveBy } from '../../../../src/scene';
import { FakeEngine, MODEL } from '../fake-engine';

export const PLACE = { kind: 'url', manifestUrl: 'https://example.test/manifest.json' } as const;
export const NAMED = namedModel(MODEL);

/** A room whose first thing was moved, drawn whole in grey 20; its original is grey 10. */
export async function edited() {
  const engine = new FakeEngine();
  const seen: number[] = [];
  const session = new Session(PLACE, engine.start, (_, { rgba }) => seen.push(rgba[0]!));
  session.painter.attach({ width: 2, height: 2, dataset: {} } as unknown as HTMLCanvasElement);
  expect(await session.open(1)).toBe(true);
  engine.shows(10);
  const scene = (): Scene => session.scene.getState().scene!;
  session.scene.getState().edit('move', (now) => moveBy(now, new Set([now.blobs[0]!.id]), 0.25, 0));
  engine.shows(20);
  /** All that a person sees or could lose. */
  const kept = () => {
    const { scene: now, past, future } = session.scene.getState();
    const { failure } = session.state.getState();
    return { now, past, future, failure, seen: [...seen], drawings: engine.drawings.length };
  };
  return { engine, session, scene, kept };
}

export const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer());
