import { decode } from 'fast-png';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import '../../../explanations';
import { pictureFile, videoFile, videoFormats } from '../../../../src/app/sharing/exported-files';
import { Session } from '../../../../src/app/session';
import type { PictureKind, PictureRequest, VideoRequest } from '../../../../src/editor';
import { type Scene, moveBy, readPngScene, setHidden } from '../../../../src/scene';
import { FakeEngine, pictureOf } from '../fake-engine';
import { WRITTEN, standInForCanvases } from './canvas-stand-in';
import { NAMED, PLACE, bytesOf, edited } from './edited-session';

/** What the muxer's parts were asked, in order. */
const muxer = vi.hoisted(() => ({ asked: [] as unknown[][], codec: 'avc' as string | null }));

vi.mock('../../../../src/app/sharing/muxer', () => ({
  getFirstEncodableVideoCodec: (codecs: readonly string[], size: object) => {
    muxer.asked.push(['codec', codecs[0], size]);
    return Promise.resolve(muxer.codec);
  },
  BufferTarget: class {
    readonly buffer = new ArrayBuffer(8);
  },
  CanvasSource: class {
    add(at: number, duration: number) {
      muxer.asked.push(['add', at, duration]);
      return Promise.resolve();
    }
  },
  Mp4OutputFormat: Object,
  WebMOutputFormat: Object,
  QUALITY_VERY_HIGH: {},
  Output: class {
    addVideoTrack = (_: unknown, options: object) => muxer.asked.push(['track', options]);
    start = () => Promise.resolve(muxer.asked.push(['start']));
    finalize = () => Promise.resolve(muxer.asked.push(['finalize']));
    cancel = () => Promise.resolve(muxer.asked.push(['cancel']));
  },
}));

const askedOf = (what: string): unknown[][] => muxer.asked.filter(([name]) => name === what);

standInForCanvases();

beforeEach(() => {
  muxer.asked.length = 0;
  muxer.codec = 'avc';
  WRITTEN.length = 0;
});

afterEach(() => {
  for (const name of ['VideoEncoder', 'document']) Reflect.deleteProperty(globalThis, name);
});

const encodesVideo = (): unknown =>
  Object.assign(globalThis, {
    VideoEncoder: Object,
    document: { createElement: () => ({ canPlayType: () => '' }) },
  });

const redOf = ({ data, channels }: ReturnType<typeof decode>, at = 0): number => data[at * channels]!;

describe('a picture', () => {
  const draw = (session: Session, scene: Scene, request: PictureRequest) =>
    pictureFile(session, { scene, model: NAMED }, request, 'blobroom-x');

  it.each<[PictureKind, PictureRequest['scale'], string, number, number]>([
    ['picture', 1, 'blobroom-x.png', 2, 2],
    ['picture', 4, 'blobroom-x-4x.png', 8, 8],
    ['map', 2, 'blobroom-x-map-2x.png', 4, 4],
    ['labelled', 1, 'blobroom-x-labelled.png', 2, 2],
    ['beside', 1, 'blobroom-x-beside.png', 4, 2],
    ['beside', 2, 'blobroom-x-beside-2x.png', 8, 4],
  ])(
    '%s, %i times as large, is %s of %i x %i with the scene inside',
    async (kind, scale, name, width, height) => {
      const { session, scene, kept } = await edited();
      const before = kept();
      const file = await draw(session, scene(), { kind, scale, blob: scene().blobs[1]!.id });
      expect([file.name, file.blob.type]).toEqual([name, 'image/png']);
      const bytes = await bytesOf(file.blob);
      expect(decode(bytes)).toMatchObject({ width, height });
      expect(readPngScene(bytes, () => NAMED)).toMatchObject({ scene: scene() });
      expect(kept()).toEqual(before);
    },
  );

  it('is the one on the screen, and beside it is its map', async () => {
    const { engine, session, scene } = await edited();
    const beside = decode(await bytesOf((await draw(session, scene(), { kind: 'beside', scale: 1 })).blob));
    const map = decode(await bytesOf((await draw(session, scene(), { kind: 'map', scale: 1 })).blob));
    const row = [0, 1, 2, 3].map((at) => redOf(beside, at));
    expect(row).toEqual([20, 20, redOf(map, 0), redOf(map, 1)]);
    expect(engine.renders).toHaveLength(0);
  });

  it('of a document that is not drawn yet is asked for apart from the drawing', async () => {
    const { engine, session, scene, kept } = await edited();
    session.scene.getState().edit('move', (now) => moveBy(now, new Set([now.blobs[1]!.id]), 0.25, 0));
    const before = kept();
    const asked = draw(session, scene(), { kind: 'picture', scale: 1 });
    await vi.waitFor(() => expect(engine.renders).toHaveLength(1));
    engine.renders[0]!.resolve(pictureOf(33));
    expect(redOf(decode(await bytesOf((await asked).blob)))).toBe(33);
    expect(kept()).toEqual(before);
  });

  it('cuts one thing out by what the picture is without it', async () => {
    const { engine, session, scene, kept } = await edited();
    const [bed] = scene().blobs;
    const before = kept();
    const asked = draw(session, scene(), { kind: 'cutout', scale: 2, blob: bed!.id });
    await vi.waitFor(() => expect(engine.renders).toHaveLength(1));
    expect(engine.renders[0]!.layout.count).toBe(1);
    engine.renders[0]!.resolve(pictureOf(200));
    const file = await asked;
    const bytes = await bytesOf(file.blob);
    const { data, channels } = decode(bytes);
    expect([file.name, channels]).toEqual(['blobroom-x-cutout-2x.png', 4]);
    expect(Math.max(...data.filter((_, at) => at % 4 === 3))).toBeGreaterThan(128);
    expect(readPngScene(bytes, () => NAMED)).toMatchObject({ scene: scene() });
    expect(kept()).toEqual(before);
  });

  it('of a thing that changes nothing in the picture is told', async () => {
    const { engine, session, scene } = await edited();
    const asked = draw(session, scene(), { kind: 'cutout', scale: 1, blob: scene().blobs[0]!.id });
    await vi.waitFor(() => expect(engine.renders).toHaveLength(1));
    engine.renders[0]!.resolve(pictureOf(20));
    await expect(asked).rejects.toTell('This thing is not in the picture');
  });

  it('has the name of every shown thing at its middle', async () => {
    const { session, scene } = await edited();
    const [bed, lamp] = scene().blobs;
    await draw(session, scene(), { kind: 'labelled', scale: 4 });
    expect(WRITTEN).toEqual([bed!, lamp!].map(({ name, x, y }) => ({ text: name, x: x * 8, y: y * 8 })));
    WRITTEN.length = 0;
    session.scene.getState().edit('hide', (now) => setHidden(now, new Set([bed!.id]), true));
    await draw(session, scene(), { kind: 'labelled', scale: 4 });
    expect(WRITTEN.map(({ text }) => text)).toEqual([lamp!.name]);
  });

  it('of a thing that is hidden, or before there is a room, is told', async () => {
    const { session, scene } = await edited();
    const [bed] = scene().blobs;
    session.scene.getState().edit('hide', (now) => setHidden(now, new Set([bed!.id]), true));
    const cutout = { kind: 'cutout', scale: 1, blob: bed!.id } as const;
    await expect(draw(session, scene(), cutout)).rejects.toTell('This thing is not in the picture');
    const empty = new Session(PLACE, new FakeEngine().start, () => undefined);
    await expect(draw(empty, scene(), { kind: 'map', scale: 1 })).rejects.toTell('There is no room yet');
  });
});

describe('an animation', () => {
  const FRAMES = 25;
  const REQUEST: VideoRequest = { format: 'frames', seconds: 1, easing: 'linear', beside: false };

  /** The engine answers each frame with a grey of its own: 100, 101, ... */
  function answering(engine: FakeEngine) {
    let grey = 100;
    return vi.spyOn(engine, 'render').mockImplementation(() => Promise.resolve(pictureOf(grey++)));
  }

  const film = (
    session: Session,
    request: Partial<VideoRequest>,
    signal = new AbortController().signal,
    onProgress: (fraction: number) => void = () => undefined,
  ) => videoFile(session, 'blobroom-x', { ...REQUEST, ...request }, onProgress, signal);

  it('goes from the room as it came to the document, frame after frame', async () => {
    const { engine, session, scene, kept } = await edited();
    const before = kept();
    const render = answering(engine);
    const progress = vi.fn();
    const signal = new AbortController().signal;
    const file = await film(session, {}, signal, progress);
    expect([file.name, file.blob.type]).toEqual(['blobroom-x.zip', 'application/zip']);
    const frames = unzipSync(await bytesOf(file.blob));
    const names = Array.from({ length: FRAMES }, (_, at) => `frame-${String(at + 1).padStart(4, '0')}.png`);
    expect(Object.keys(frames)).toEqual(names);
    const decoded = names.map((name) => decode(frames[name]!));
    expect(decoded.map((frame) => redOf(frame))).toEqual(names.map((_, at) => 100 + at));
    // Players show smaller ones badly.
    for (const frame of decoded) expect(frame).toMatchObject({ width: 256, height: 256 });
    const [first] = session.scene.getState().originals.values();
    const [from, to] = [first!, scene()].map(({ blobs }) => blobs[0]!.x);
    const places = render.mock.calls.map(([layout]) => layout.positions[0]!);
    places.forEach((x, at) => expect(x).toBeCloseTo(from! + ((to! - from!) * at) / (FRAMES - 1), 5));
    expect(progress.mock.calls.map(([part]) => part as number)).toEqual(
      names.map((_, at) => (at + 1) / FRAMES),
    );
    expect(kept()).toEqual(before);
  });

  it('is of the document as it was when it was asked for, whatever is edited meanwhile', async () => {
    const { engine, session, scene } = await edited();
    const render = answering(engine);
    const before = scene().blobs[0]!.x;
    const asked = film(session, {});
    session.scene.getState().edit('move', ({ blobs, ...rest }) => ({
      ...rest,
      blobs: blobs.map((blob, at) => (at ? blob : { ...blob, x: blob.x - 0.25 })),
    }));
    await asked;
    expect(render.mock.calls.at(-1)![0].positions[0]).toBeCloseTo(before, 5);
  });

  it('there and back ends where it began', async () => {
    encodesVideo();
    const { engine, session } = await edited();
    const render = answering(engine);
    await film(session, { format: 'mp4', easing: 'back-and-forth' });
    const places = render.mock.calls.map(([layout]) => layout.positions[0]!);
    expect(places.at(-1)).toBeCloseTo(places[0]!, 5);
    expect(Math.max(...places)).toBeCloseTo(places[12]!, 5);
    expect(places[12]).toBeGreaterThan(places[0]! + 0.2);
  });

  it('beside its map is twice as wide', async () => {
    const { engine, session } = await edited();
    answering(engine);
    const frames = unzipSync(await bytesOf((await film(session, { beside: true })).blob));
    const frame = decode(frames['frame-0001.png']!);
    expect(frame).toMatchObject({ width: 512, height: 256 });
    expect(redOf(frame, 0)).toBe(100);
    expect(redOf(frame, 511)).not.toBe(100);
  });

  it('is a GIF of as many pictures', async () => {
    const { engine, session } = await edited();
    answering(engine);
    const file = await film(session, { format: 'gif' });
    expect([file.name, file.blob.type]).toEqual(['blobroom-x.gif', 'image/gif']);
    const bytes = Buffer.from(await bytesOf(file.blob));
    expect(bytes.toString('latin1', 0, 6)).toBe('GIF89a');
    expect([bytes.readUInt16LE(6), bytes.readUInt16LE(8)]).toEqual([256, 256]);
    // Each picture has a graphic control extension, with its time in hundredths of a second.
    const controls = bytes.toString('latin1').split('\x21\xf9\x04').slice(1);
    expect(controls.map((text) => text.charCodeAt(1) + 256 * text.charCodeAt(2))).toEqual(
      Array(FRAMES).fill(4),
    );
  });

  it('is a film where the browser encodes one: frames in their order, a 25th of a second each', async () => {
    encodesVideo();
    const { engine, session } = await edited();
    answering(engine);
    const file = await film(session, { format: 'mp4' });
    expect([file.name, file.blob.type, file.blob.size]).toEqual(['blobroom-x.mp4', 'video/mp4', 8]);
    expect(askedOf('add')).toEqual(Array.from({ length: FRAMES }, (_, at) => ['add', at / 25, 1 / 25]));
    expect(muxer.asked.slice(0, 3)).toEqual([
      ['codec', 'avc', { width: 256, height: 256 }],
      ['track', { frameRate: 25 }],
      ['start'],
    ]);
    expect(muxer.asked.at(-1)).toEqual(['finalize']);
  });

  it('is offered as what this browser can make, the best first', async () => {
    expect(await videoFormats(512)).toEqual(['gif', 'frames']);
    encodesVideo();
    expect(await videoFormats(512)).toEqual(['mp4', 'webm', 'gif', 'frames']);
    expect(askedOf('codec').at(-1)).toEqual(['codec', 'vp9', { width: 512, height: 512 }]);
    muxer.codec = null;
    expect(await videoFormats(512)).toEqual(['gif', 'frames']);
    const { session } = await edited();
    await expect(film(session, { format: 'webm' })).rejects.toTell('WEBM');
  });

  it.each(['mp4', 'gif', 'frames'] as const)(
    'that is ended in the middle (%s) says so with the reason, changes nothing and leaves no encoder open',
    async (format) => {
      encodesVideo();
      const { engine, session, kept } = await edited();
      const before = kept();
      const render = answering(engine);
      const ending = new AbortController();
      const reason = new DOMException('Enough.', 'AbortError');
      const asked = film(
        session,
        { format },
        ending.signal,
        (part) => part >= 10 / FRAMES && ending.abort(reason),
      );
      await expect(asked).rejects.toBe(reason);
      expect(render).toHaveBeenCalledTimes(10);
      expect(kept()).toEqual(before);
      if (format === 'mp4') expect(muxer.asked.at(-1)).toEqual(['cancel']);
      expect(askedOf('finalize')).toEqual([]);
    },
  );

  it('that is ended at its last frame is no file, either; the next one is', async () => {
    encodesVideo();
    const { engine, session } = await edited();
    answering(engine);
    const ending = new AbortController();
    const reason = new DOMException('Enough.', 'AbortError');
    const asked = film(
      session,
      { format: 'mp4' },
      ending.signal,
      (part) => part === 1 && ending.abort(reason),
    );
    await expect(asked).rejects.toBe(reason);
    expect(muxer.asked.at(-1)).toEqual(['cancel']);
    expect((await film(session, { format: 'mp4' })).blob.size).toBe(8);
  });

  it('gives the signal to the engine, which then draws the frame for nobody', async () => {
    encodesVideo();
    const { engine, session } = await edited();
    const ending = new AbortController();
    const reason = new DOMException('Enough.', 'AbortError');
    const asked = film(session, { format: 'mp4' }, ending.signal);
    await vi.waitFor(() => expect(engine.renders).toHaveLength(1));
    ending.abort(reason);
    await expect(asked).rejects.toBe(reason);
    expect(muxer.asked.at(-1)).toEqual(['cancel']);
  });

  it.each(['sample', 'render'] as const)(
    'that the engine fails at (%s) leaves no encoder open',
    async (question) => {
      encodesVideo();
      const { engine, session, scene } = await edited();
      // The looks of another room, which the engine has to make first.
      const style = { seed: 7, truncation: 0, slot: 0 };
      const [bed, ...others] = scene().blobs;
      vi.spyOn(engine, question).mockRejectedValue(new Error('The engine is gone.'));
      session.scene.setState({ scene: { ...scene(), blobs: [{ ...bed!, style }, ...others] } });
      await expect(film(session, { format: 'mp4' })).rejects.toThrow('The engine is gone.');
      expect(askedOf('cancel')).toHaveLength(askedOf('start').length);
      expect(askedOf('finalize')).toEqual([]);
    },
  );
});
