/** Files of torch.save that are no BlobGAN, or one that does not fit: input -> the sentence that a person reads. */
import '../../explanations';
import { describe, expect, it } from 'vitest';
import { bytesSource, type ConvertOptions } from '../../../src/convert';
import { readIndices, readPlace } from '../../../src/convert/graphs/flow-graph';
import { Made, Name, type Item } from '../../../scripts/lib/pickle-writer';
import { decoderShapes, layoutShapes } from '../../../scripts/lib/random-checkpoint';
import { orderedDict } from '../../../scripts/lib/torch-writer';
import { MEAN_LATENT, TINY, refusalOf, savedBytes, stateBytes, tinyBytes, zeros } from './support';

const text = (value: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(value);

/** A checkpoint whose tensors' shapes were changed, or taken away (null). */
function reshaped(changes: Readonly<Record<string, number[] | null>>): Uint8Array<ArrayBuffer> {
  const shapes: Record<string, number[]> = {};
  for (const [name, shape] of decoderShapes(TINY)) shapes[`generator_ema.${name}`] = shape;
  for (const [name, shape] of layoutShapes(TINY)) shapes[`layout_net_ema.${name}`] = shape;
  const kept = Object.entries({ ...shapes, ...changes }).filter(
    (entry): entry is [string, number[]] => !!entry[1],
  );
  return stateBytes(Object.fromEntries(kept), ['layout_net_ema.place']);
}

/** A checkpoint of the form TINY whose layout network is a flow of 32 numbers (4 tokens of 8) in two steps, with changes. */
function flowing(changes: Readonly<Record<string, number[] | null>> = {}): Uint8Array<ArrayBuffer> {
  const { blobCount, featureDim, styleDim } = TINY;
  const tokens = blobCount + 1;
  const shapes: Record<string, number[] | null> = {
    'velocity.enter.weight': [5, 32],
    'velocity.enter.bias': [5],
    'velocity.blocks.0.widen.weight': [5, 5],
    'velocity.blocks.0.widen.bias': [5],
    'velocity.blocks.0.narrow.weight': [5, 5],
    'velocity.blocks.0.narrow.bias': [5],
    'velocity.tell.weight': [tokens * 2, 5],
    'velocity.tell.bias': [tokens * 2],
    'velocity.heads.first': [tokens, 10, 3],
    'velocity.heads.second': [tokens, 3, 3],
    'velocity.heads.bias': [tokens, 1, 3],
    'velocity.heads.last': [tokens, 3, 8],
    times: [4, 10 + 6 * tokens + 32],
    place: [tokens * 8],
    geometry_mean: [blobCount, 5],
    geometry_std: [blobCount, 5],
    always: [blobCount],
    axes: [tokens, 2, featureDim + styleDim],
    mean: [tokens, featureDim + styleDim],
    ...changes,
  };
  const named = Object.entries(shapes).map(([name, shape]) => [`layout_net_ema.${name}`, shape] as const);
  const published = [...layoutShapes(TINY).keys()].map((name) => [`layout_net_ema.${name}`, null] as const);
  return reshaped(Object.fromEntries([...published, ...named]));
}

/** A good checkpoint with these hyper-parameters instead of its own. */
const withHyper = (hyper: Readonly<Record<string, Item>>): Uint8Array<ArrayBuffer> =>
  tinyBytes({}, { top: new Map([['hyper_parameters', new Map(Object.entries(hyper))]]) });

/** Input -> sentence. The file is called room.ckpt. */
const REFUSALS: readonly [string, () => Uint8Array<ArrayBuffer>, string][] = [
  // Something else of PyTorch
  [
    'a mean latent',
    () => savedBytes((writer) => zeros(writer, 512)),
    'room.ckpt holds one tensor of 512 numbers: a mean latent, which goes with a checkpoint; a BlobGAN checkpoint with generator_ema and layout_net_ema was expected.',
  ],
  [
    'cherry-picked latents',
    () => savedBytes((writer) => zeros(writer, 40, 512)),
    'room.ckpt holds one tensor of 40 x 512 numbers: a list of latents, which goes with a checkpoint; a BlobGAN checkpoint with generator_ema and layout_net_ema was expected.',
  ],
  [
    'a list',
    () => savedBytes(() => [1, 2]),
    'room.ckpt holds a list; a BlobGAN checkpoint with generator_ema and layout_net_ema was expected.',
  ],
  [
    'a number',
    () => savedBytes(() => 5),
    'room.ckpt holds no networks; a BlobGAN checkpoint with generator_ema and layout_net_ema was expected.',
  ],
  [
    'a whole module',
    () => savedBytes(() => new Made(new Name('torchvision.models', 'ResNet'), [], { isNew: true })),
    'room.ckpt holds an object of the class torchvision.models.ResNet; a BlobGAN checkpoint with generator_ema and layout_net_ema was expected.',
  ],
  [
    'an empty dictionary',
    () => savedBytes(() => new Map()),
    'room.ckpt holds an empty dictionary; a BlobGAN checkpoint with generator_ema and layout_net_ema was expected.',
  ],
  [
    'another network',
    () => stateBytes({ 'fc.weight': [2, 2], 'layer1.0.weight': [2], 'layer2.0.weight': [2] }),
    'room.ckpt holds fc, layer1, layer2; a BlobGAN checkpoint with generator_ema and layout_net_ema was expected.',
  ],
  [
    'StyleGAN2',
    () =>
      savedBytes(
        (writer) => new Map([['g_ema', orderedDict(new Map([['input.input', zeros(writer, 1, 4, 4, 4)]]))]]),
      ),
    'room.ckpt is a StyleGAN2 checkpoint; a BlobGAN checkpoint with generator_ema and layout_net_ema was expected.',
  ],
  [
    'a GAN of the published code, without blobs',
    () => stateBytes({ 'generator_ema.conv1.conv.weight': [1, 8, 8, 3, 3] }),
    'room.ckpt has a decoder but no layout network: a GAN without blobs; a BlobGAN checkpoint with generator_ema and layout_net_ema was expected.',
  ],
  [
    'a decoder of this trainer before its layout network',
    () => stateBytes({ 'generator_ema.conv1.conv.weight': [1, 8, 8, 3, 3], 'attribute_encoder_ema.x': [1] }),
    'room.ckpt has a decoder whose layout network is not trained yet; a BlobGAN checkpoint with generator_ema and layout_net_ema was expected.',
  ],
  [
    'a layout network alone',
    () => stateBytes({ 'layout_net_ema.mlp.1.weight': [9, 7] }),
    'room.ckpt has a layout network but no decoder of a BlobGAN; a BlobGAN checkpoint with generator_ema and layout_net_ema was expected.',
  ],
  [
    'the photo encoder',
    () => stateBytes({ 'inverter.convs.0.0.weight': [1], 'generator.generator_ema.conv1.conv.weight': [1] }),
    'room.ckpt is the photo encoder of a BlobGAN, not the model itself; a BlobGAN checkpoint with generator_ema and layout_net_ema was expected.',
  ],

  // A BlobGAN of a form that does not fit
  [
    'a missing tensor',
    () => reshaped({ 'generator_ema.to_rgb1.bias': null }),
    'room.ckpt looks like a BlobGAN checkpoint, but generator_ema.to_rgb1.bias is missing: use the file as its authors published it.',
  ],
  [
    'a tensor of another shape',
    () => reshaped({ 'generator_ema.convs.0.activate.bias': [9] }),
    "The file's tensor convs.0.activate.bias is 9, and a BlobGAN of this form has 8 there: use a checkpoint of the published code.",
  ],
  [
    'channels that do not follow each other',
    () => reshaped({ 'generator_ema.convs.1.conv.weight': [1, 8, 4, 3, 3] }),
    "The file's tensor convs.1.conv.weight is 1 x 8 x 4 x 3 x 3, and a BlobGAN of this form has 1 x 8 x 8 x 3 x 3 there: use a checkpoint of the published code.",
  ],
  [
    'networks of two models',
    () => reshaped({ 'layout_net_ema.mlp.3.weight': [60, 9], 'layout_net_ema.mlp.3.bias': [60] }),
    'The layout network gives 60 numbers, which is no whole number of blobs with 6 feature and 5 style numbers each: layout network and decoder do not belong together.',
  ],
  [
    'a layout network of one layer',
    () => reshaped({ 'layout_net_ema.mlp.2.weight': null }),
    'The layout network has 1 layers of width 7; 2 to 64 layers of at most 8192 are supported.',
  ],
  [
    'a flow without depth',
    () => flowing({ 'velocity.blocks.0.widen.weight': null }),
    'The layout network is a flow with 0 depth; 1 to 16 are supported.',
  ],
  [
    'a flow of half a step',
    () => flowing({ times: [3, 66] }),
    'The layout network is a flow with 3 times, and should have two for every step: save the checkpoint again with the trainer.',
  ],
  [
    'a flow that tells its blobs nothing',
    () => flowing({ 'velocity.heads.first': [4, 8, 3] }),
    'The layout network is a flow with 0 contextDim; 1 to 16384 are supported.',
  ],
  [
    'a flow whose blobs see more of each other than they take',
    () => flowing({ 'velocity.near': [4, 1] }),
    'The layout network is a flow with -4 contextDim; 1 to 16384 are supported.',
  ],
  [
    'a flow with a head too few',
    () => flowing({ 'velocity.heads.last': [3, 3, 8] }),
    "The file's tensor velocity.heads.last is 3 x 3 x 8, and a BlobGAN of this form has 4 x 3 x 8 there: use a checkpoint of the published code.",
  ],
  [
    'a flow of too many steps',
    () => flowing({ times: [130, 66] }),
    'The layout network is a flow with 130 evaluations; 1 to 128 are supported.',
  ],
  [
    'a flow for other vectors',
    () => flowing({ mean: [4, 12] }),
    "The file's tensor mean is 4 x 12, and a BlobGAN of this form has 4 x 11 there: use a checkpoint of the published code.",
  ],
  [
    'maps of another number of cells than there are numbers',
    () =>
      reshaped({
        'generator_ema.maps.weight': [5 * 5 * 3 + 1, TINY.featureDim],
        'generator_ema.maps.projections.32': [8, 3],
        'generator_ema.maps.projections.64': [8, 3],
      }),
    "The file's tensor maps.weight is 76 x 6, and a BlobGAN of this form has 75 x 6 there: use a checkpoint of the published code.",
  ],
  [
    'maps that lack what lays them onto a level',
    () =>
      reshaped({
        'generator_ema.maps.weight': [5 * 5 * 3, TINY.featureDim],
        'generator_ema.maps.projections.32': [8, 3],
      }),
    'room.ckpt looks like a BlobGAN checkpoint, but generator_ema.maps.projections.64 is missing: use the file as its authors published it.',
  ],
  [
    'outlines of another number of cells than a square has',
    () =>
      reshaped({
        'generator_ema.outlines.weight': [26, 7],
        'generator_ema.outlines.hidden.weight': [7, TINY.featureDim],
        'generator_ema.outlines.hidden.bias': [7],
      }),
    "The file's tensor outlines.weight is 26 x 7, and a BlobGAN of this form has 25 x 7 there: use a checkpoint of the published code.",
  ],
  [
    'too few pixels',
    () => reshaped({ 'generator_ema.convs.2.conv.weight': null }),
    'room.ckpt draws 32 pixels; 64 to 1024 are supported.',
  ],
  [
    'a strange input grid',
    () => withHyper({ generator: new Map([['size_in', 10]]) }),
    'room.ckpt says that the decoder starts at 10 cells; a power of two from 4 to 64 is supported.',
  ],
  [
    'a negative ab_norm',
    () => withHyper({ ab_norm: -1 }),
    'room.ckpt has ab_norm = -1, which is not a positive number of a sensible size.',
  ],
  [
    'a variant without spatial styles',
    () => withHyper({ spatial_style: false }),
    'room.ckpt was trained with spatial_style = false; only models with it on, as all published ones, are supported.',
  ],
  [
    'a variant without normalised features',
    () => withHyper({ layout_net: new Map([['norm_features', false]]) }),
    'room.ckpt was trained with layout_net.norm_features = false; only models with it on, as all published ones, are supported.',
  ],
  [
    'names for other blobs',
    () => tinyBytes({}, { top: new Map([['slots', ['bed']]]) }),
    'room.ckpt should name its 3 blobs in "slots", and does not: save it again with the trainer.',
  ],
];

/** Options -> the sentence, with a good checkpoint. */
const OPTION_REFUSALS: readonly [string, () => Partial<ConvertOptions>, string][] = [
  ['no name', () => ({ name: ' \u0007 ' }), 'A model needs a name: give it one.'],
  [
    'a lower width limit',
    () => ({ widthLimit: 0.5 }),
    'room.ckpt has width 1, and the limit is 0.5: raise the limit or choose a smaller model.',
  ],
  [
    'a mean latent of another model',
    () => ({
      meanLatent: bytesSource(
        savedBytes((writer) => zeros(writer, 512)),
        'other_mean_latent.pt',
      ),
    }),
    "The mean latent in other_mean_latent.pt has 512 numbers, and this checkpoint's has 9: use the one that belongs to it.",
  ],
  [
    'a mean latent file without one',
    () => ({
      meanLatent: bytesSource(
        savedBytes(() => 5),
        'x.pt',
      ),
    }),
    'x.pt has no tensor where a mean latent was expected: use a *_mean_latent.pt.',
  ],
  [
    'a mean latent file that is none',
    () => ({ meanLatent: bytesSource(text('nonsense'), 'x.pt') }),
    'x.pt is not a PyTorch checkpoint: open a BlobGAN checkpoint (.ckpt).',
  ],
  [
    'a mean latent of no numbers',
    () => ({ meanLatent: MEAN_LATENT.map(() => NaN) }),
    'The given mean latent holds numbers that are not finite: use the one that belongs to the checkpoint.',
  ],
];

describe('refusals of models', () => {
  it('a flow whose numbers have no place', () => {
    const sentence =
      "The layout network's place should have each of 2 numbers once, and has not: save the checkpoint again with the trainer.";
    for (const wrong of [3, -1, 0.5, NaN, 0, 2]) {
      expect(() => readPlace(Float32Array.of(0, 2, wrong), 2)).toTell(sentence);
    }
    expect(readPlace(Float32Array.of(1, 2, 0, 2), 2)).toEqual([1, 2, 0, 2]);
  });

  it('a flow with neighbours that it has not', () => {
    const sentence =
      "The layout network's near should name some of 3 blobs, and names others: save the checkpoint again with the trainer.";
    for (const wrong of [3, -1, 0.5, NaN]) {
      expect(() => readIndices(Float32Array.of(0, 2, wrong), 3, 'near')).toTell(sentence);
    }
    expect(readIndices(Float32Array.of(1, 2, 0), 3, 'near')).toEqual([1, 2, 0]);
  });

  it('a flow without a mean latent', async () => {
    expect(await refusalOf(flowing(), { meanLatent: undefined })).toBe(
      'The checkpoint has no mean latent, and its layout network is a flow: save it again with the trainer, which keeps one.',
    );
  });

  it.each(REFUSALS)('%s', async (_, make, sentence) => {
    expect(await refusalOf(make())).toBe(sentence);
  });

  it.each(OPTION_REFUSALS)('%s', async (_, options, sentence) => {
    expect(await refusalOf(tinyBytes(), options())).toBe(sentence);
  });
});
