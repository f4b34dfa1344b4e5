import { describe, expect, it, vi } from 'vitest';
import type { Session } from '../../../../src/app/session';
import { layersFile } from '../../../../src/app/sharing/exported-files';
import { layersIn } from '../../../psd';
import { pictureOf } from '../fake-engine';
import { standInForCanvases } from './canvas-stand-in';
import { bytesOf, edited } from './edited-session';

standInForCanvases();

describe('layers', () => {
  const make = (session: Session, scale: 1 | 2, signal = new AbortController().signal) => {
    const parts: number[] = [];
    return { parts, made: layersFile(session, { scale }, 'blobroom-x', (part) => parts.push(part), signal) };
  };

  it('are a PSD: the picture behind, and of each thing its cut-out and the picture without it', async () => {
    const { engine, session, kept } = await edited();
    const before = kept();
    const { parts, made } = make(session, 2);
    for (const [at, value] of [200, 90].entries()) {
      await vi.waitFor(() => expect(engine.renders).toHaveLength(at + 1));
      engine.renders[at]!.resolve(pictureOf(value));
    }
    const file = await made;
    expect(file.name).toBe('blobroom-x-layers-2x.psd');
    expect(parts).toEqual([0.5, 1]);
    const psd = layersIn(await bytesOf(file.blob));
    expect([psd.width, psd.height]).toEqual([4, 4]);
    const layers = psd.children!.map(({ name, hidden, imageData, children }) => ({
      name,
      hidden: hidden ?? false,
      red: imageData?.data[0],
      inside: children?.map((each) => [each.name, each.hidden ?? false, each.imageData!.data[0]]),
    }));
    expect(layers).toEqual([
      { name: 'Picture', hidden: false, red: 20, inside: undefined },
      {
        name: 'Bed',
        hidden: false,
        red: undefined,
        inside: [
          ['Without Bed', true, 200],
          ['Bed', false, 20],
        ],
      },
      {
        name: 'Lamp',
        hidden: false,
        red: undefined,
        inside: [
          ['Without Lamp', true, 90],
          ['Lamp', false, 20],
        ],
      },
    ]);
    expect(kept()).toEqual(before);
  });

  it('are given up at once, and nothing is drawn any more', async () => {
    const { engine, session } = await edited();
    const controller = new AbortController();
    const { parts, made } = make(session, 1, controller.signal);
    await vi.waitFor(() => expect(engine.renders).toHaveLength(1));
    controller.abort(new Error('given up'));
    await expect(made).rejects.toThrow('given up');
    expect([parts.length, engine.renders.length]).toEqual([0, 1]);
  });
});
