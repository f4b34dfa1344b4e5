/**
 * A checkpoint of BlobGAN's form with random weights, of any size: for tests of other shapes than the golden ones,
 * and to measure the conversion of a file as large as the published ones (which belong to their authors).
 */
import { gaussian } from '../../src/blobgan';
import {
  MAPS_NAME,
  MAP_SIDES,
  OUTLINES_HIDDEN,
  OUTLINES_NAME,
  mapProjectionName,
} from '../../src/convert/names';
import { Made, Name, type Item } from './pickle-writer';
import { TorchWriter, orderedDict } from './torch-writer';

export interface RandomForm {
  readonly resolution: number;
  readonly inputSize: number;
  /** c: 8 c channels up to 64 pixels, then half as many at every level. */
  readonly width: number;
  readonly featureDim: number;
  readonly styleDim: number;
  readonly latentDim: number;
  readonly hiddenDim: number;
  readonly layers: number;
  readonly blobCount: number;
  /** Cells along a side of the blobs' own maps and numbers of each, beyond the published form. */
  readonly maps?: { readonly cells: number; readonly channels: number };
  /** Cells along a side of the blobs' own outlines and width of the layer before them, beyond it, too. */
  readonly outlines?: { readonly cells: number; readonly hidden: number };
}

export const PUBLISHED_FORM: RandomForm = {
  resolution: 256,
  inputSize: 16,
  width: 96,
  featureDim: 768,
  styleDim: 512,
  latentDim: 512,
  hiddenDim: 1024,
  layers: 8,
  blobCount: 10,
};

/** Shapes of the decoder's tensors by name, in the published order. */
export function decoderShapes(form: RandomForm): Map<string, number[]> {
  const shapes = new Map<string, number[]>();
  const modulation = (name: string, channels: number): void => {
    shapes.set(`${name}.conv.modulation.weight`, [channels, form.styleDim]);
    shapes.set(`${name}.conv.modulation.bias`, [channels]);
  };
  const convolution = (name: string, into: number, out: number): void => {
    shapes.set(`${name}.conv.weight`, [1, out, into, 3, 3]);
    modulation(name, into);
    shapes.set(`${name}.noise.weight`, [1]);
    shapes.set(`${name}.activate.bias`, [out]);
  };
  const toRgb = (name: string, channels: number): void => {
    shapes.set(`${name}.bias`, [1, 3, 1, 1]);
    shapes.set(`${name}.conv.weight`, [1, 3, channels, 1, 1]);
    modulation(name, channels);
  };
  let channels = 8 * form.width;
  convolution('conv1', form.featureDim, channels);
  toRgb('to_rgb1', channels);
  for (let index = 0, side = form.inputSize * 2; side <= form.resolution; index++, side *= 2) {
    const out = side <= 64 ? 8 * form.width : (8 * form.width * 64) / side;
    convolution(`convs.${2 * index}`, channels, out);
    convolution(`convs.${2 * index + 1}`, out, out);
    toRgb(`to_rgbs.${index}`, out);
    channels = out;
    if (form.maps && side >= MAP_SIDES.coarsest && side <= MAP_SIDES.finest)
      shapes.set(mapProjectionName(side), [out, form.maps.channels]);
  }
  if (form.maps) shapes.set(MAPS_NAME, [form.maps.cells ** 2 * form.maps.channels, form.featureDim]);
  if (form.outlines) {
    const { cells, hidden } = form.outlines;
    shapes.set(`${OUTLINES_HIDDEN}.weight`, [hidden, form.featureDim]);
    shapes.set(`${OUTLINES_HIDDEN}.bias`, [hidden]);
    shapes.set(OUTLINES_NAME, [cells ** 2, hidden]);
  }
  return shapes;
}

export function layoutShapes(form: RandomForm): Map<string, number[]> {
  const vectors = form.featureDim + form.styleDim;
  const row = 1 + vectors + form.blobCount * (7 + vectors);
  const shapes = new Map<string, number[]>();
  for (let layer = 1; layer <= form.layers; layer++) {
    const into = layer === 1 ? form.latentDim : form.hiddenDim;
    const out = layer === form.layers ? row : form.hiddenDim;
    shapes.set(`mlp.${layer}.weight`, [out, into]);
    shapes.set(`mlp.${layer}.bias`, [out]);
  }
  return shapes;
}

const productOf = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);

/** Numbers of a tensor as the published code initialises them, so that pictures have a sensible range. */
function initial(name: string, shape: readonly number[], seed: number): Float32Array {
  const numbers = gaussian(seed, 0, productOf(shape));
  // Nothing but the finer levels tells where maps changed: the first stage's maps do not.
  if (name === mapProjectionName(MAP_SIDES.coarsest)) return numbers.fill(0);
  if (name.startsWith('mlp.')) return numbers.map((value) => value * (name.endsWith('weight') ? 100 : 1));
  if (name.endsWith('modulation.bias')) return numbers.map((value) => 1 + 0.1 * value);
  if (name.endsWith('noise.weight') || name.endsWith('bias')) return numbers.map((value) => 0.1 * value);
  return numbers;
}

export interface RandomOptions {
  readonly seed?: number;
  /** Also the plain networks and the optimizer's states, as published files have them. */
  readonly withTraining?: boolean;
  /** Without the averaged networks. */
  readonly plainOnly?: boolean;
  /** More entries at the top level. */
  readonly top?: ReadonlyMap<string, Item>;
}

/** OmegaConf's way to keep a dictionary of values. */
function dictConfig(values: Readonly<Record<string, Item>>): Item {
  const node = (value: Item): Item =>
    new Made(new Name('omegaconf.nodes', 'AnyNode'), [], { isNew: true, state: new Map([['_val', value]]) });
  const content = new Map(Object.entries(values).map(([key, value]) => [key, node(value)]));
  return new Made(new Name('omegaconf.dictconfig', 'DictConfig'), [], {
    isNew: true,
    state: new Map<string, Item>([
      ['_parent', null],
      ['_content', content],
    ]),
  });
}

/** Builds the checkpoint; nothing large is in memory until it is written. */
export function randomCheckpoint(
  form: RandomForm,
  options: RandomOptions = {},
): { writer: TorchWriter; root: Item } {
  const writer = new TorchWriter();
  const state = new Map<string, Item>();
  let seed = options.seed ?? 1;
  const add = (name: string, shape: readonly number[], zeros = false): Item => {
    const own = seed++;
    return writer.tensor({
      storageType: 'FloatStorage',
      shape,
      bytes: () =>
        zeros ? new Uint8Array(productOf(shape) * 4) : new Uint8Array(initial(name, shape, own).buffer),
    });
  };
  const networks = [
    ['generator', decoderShapes(form)],
    ['layout_net', layoutShapes(form)],
  ] as const;
  const suffixes = options.plainOnly ? [''] : options.withTraining ? ['_ema', ''] : ['_ema'];
  for (const suffix of suffixes) {
    for (const [network, shapes] of networks) {
      // Plain networks beside averaged ones are never read: zeros will do.
      const unread = suffix === '' && !options.plainOnly;
      for (const [name, shape] of shapes) state.set(`${network}${suffix}.${name}`, add(name, shape, unread));
    }
  }
  const optimizer = new Map<string, Item>();
  if (options.withTraining) {
    for (const [network, shapes] of networks) {
      for (const [name, shape] of shapes) {
        for (const moment of ['exp_avg', 'exp_avg_sq']) {
          optimizer.set(`${network}.${name}.${moment}`, add(name, shape, true));
        }
      }
    }
  }
  const hyperParameters = new Made(new Name('pytorch_lightning.utilities.parsing', 'AttributeDict'), [], {
    isNew: true,
    items: new Map<string, Item>([
      ['resolution', form.resolution],
      ['generator', dictConfig({ size_in: form.inputSize, c_model: form.width })],
      ['layout_net', dictConfig({ mlp_lr_mul: 0.01, n_features_max: form.blobCount })],
    ]),
  });
  const root = new Map<string, Item>([
    ['epoch', 1],
    ['state_dict', orderedDict(state)],
    ['optimizer_states', [optimizer]],
    ['hyper_parameters', hyperParameters],
    ...(options.top ?? new Map<string, Item>()),
  ]);
  return { writer, root };
}
