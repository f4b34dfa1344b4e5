import '../../../explanations';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { prepareRuntime } from '../../../../scripts/lib/runtime';
import type { Manifest } from '../../../../src/convert';
import { AttributeNetworks } from '../../../../src/engine/attributes/networks';
import { fault } from '../../../../src/faults';
import { TINY_ATTRIBUTES, TINY_DIMS, tinyFiles, vectorsOf } from './tiny-attributes';

const pipeline = { alone: <T>(act: () => Promise<T>): Promise<T> => act() };
const manifest = { shape: TINY_DIMS, attributes: TINY_ATTRIBUTES } as unknown as Manifest;
let files: ReadonlyMap<string, Uint8Array>;
beforeAll(async () => {
  files = await tinyFiles();
});

const networks = (read = async (name: string) => files.get(name)!, of = manifest) =>
  new AttributeNetworks(prepareRuntime(), pipeline, of, read);

const BED = { class: 'bed', model: 'S:bed1', 'wood.r': 0, 'wood.g': 0, 'wood.b': 0 };
const WALL = { class: 'back wall', 'light.night': 0 };

describe('the graphs of attributes', () => {
  it('move vectors by what was told, and leave what is not read as it was', async () => {
    const given = vectorsOf(BED, WALL);
    const told = [{ model: 'S:bed2', wood: '#ff0000' }, {}];
    const answer = await networks().answer({ ...given, told, light: null });
    const dimensions = { 'dimensions.x': 2, 'dimensions.y': 0.8, 'dimensions.z': 2.1 };
    const wanted = vectorsOf({ ...BED, ...dimensions, model: 'S:bed2', 'wood.r': 1 }, WALL);
    expect(answer!.features).toEqual(wanted.features);
    expect(answer!.styles).toEqual(wanted.styles);
    expect(answer!.traits.map((each) => each.class)).toEqual(['bed', 'back wall']);
    expect(answer!.traits[0]!.values).toEqual({ model: 'S:bed2', wood: '#ff0000' });
  });

  it('light all rows', async () => {
    const answer = await networks().answer({
      ...vectorsOf(BED, WALL),
      told: [{}, {}],
      light: { night: true },
    });
    expect(answer!.styles).toEqual(
      vectorsOf({ ...BED, 'light.night': 1 }, { ...WALL, 'light.night': 1 }).styles,
    );
  });

  it('give vectors back as they are when nothing is told', async () => {
    const given = vectorsOf(BED);
    const answer = await networks().answer({ ...given, told: [{}], light: null });
    expect(answer!.features).toBe(given.features);
    expect(answer!.traits[0]!.values).toEqual({ model: 'S:bed1', wood: '#000000' });
  });

  it('are loaded when something is asked, once, and again after that failed', async () => {
    const read = vi.fn(async (name: string) => files.get(name)!);
    read.mockRejectedValueOnce(fault('modelFileUnreachable', { file: 'attributes.onnx' }));
    const asked = networks(read);
    expect(read).not.toHaveBeenCalled();
    const question = { ...vectorsOf(BED), told: [{}], light: null };
    await expect(asked.answer(question)).rejects.toTell(/attributes\.onnx could not be fetched/);
    await asked.answer(question);
    await asked.answer(question);
    expect(read).toHaveBeenCalledTimes(3);
  });

  it('answer nothing of a model without', async () => {
    const { attributes: _, ...without } = manifest;
    const question = { ...vectorsOf(BED), told: [{}], light: null };
    expect(await networks(undefined, without as Manifest).answer(question)).toBeNull();
  });

  it('say which file cannot be used', async () => {
    const question = { ...vectorsOf(BED), told: [{}], light: null };
    const broken = networks(async () => new Uint8Array(10));
    await expect(broken.answer(question)).rejects.toTell(
      /^The model's file attributes\.onnx could not be loaded/,
    );
  });
});
