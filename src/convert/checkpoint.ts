/**
 * Finds the two networks in a checkpoint and reads the model's form off its tensors: nothing about sizes is assumed
 * (MODEL.md, "Published files"). What cannot be seen in a tensor (the input grid's side, ab_norm, the layout
 * network's learning-rate multiplier) is read from the hyper-parameters, else the published value is taken.
 */
import { MAX_BLOBS, type ModelShape } from '../blobgan';
import { fault } from '../faults';
import { describeContents, stateDictOf } from './describe';
import { FLOW_MARK, readFlow, type FlowForm, type LayoutForm } from './flow-form';
import { expectShape, side, under, type Lookup, type Tensors } from './lookup';
import { lookUp, lookUpNumber, toPlain, type Plain } from './pickle/plain';
import { PyDict, Tensor } from './pickle/values';
import { FINEST_LOCAL, MOST_LOCAL_ORDER, countTerms, localName } from './names';
import { type MapsForm, type OutlinesForm, readMapsForm, readOutlinesForm } from './maps-form';
import { type WavesForm, readWavesForm } from './waves-form';
import type { TorchArchive } from './torch/archive';

const PUBLISHED = { inputSize: 16, abNorm: 0.02, learningRateMultiplier: 0.01 } as const;
const MAX_LEVELS = 9;
const MAX_WIDTH = 8_192;
const RESOLUTIONS = { least: 64, most: 1024 } as const;

/** One step of the decoder's pyramid: its SConvs' names and channels. */
export interface DecoderLevel {
  /** Side of the maps in cells. */
  readonly resolution: number;
  /** Channels that come in from the level below (Df at the first). */
  readonly channelsIn: number;
  readonly channels: number;
  /** Names under the decoder's prefix. The first level has one convolution, the others two (the first upsamples). */
  readonly convolutions: readonly string[];
  readonly toRgb: string;
  /**
   * Order of the features that enter here by place (graphs/local-features.ts); 0 = none, as in the published form.
   */
  readonly localOrder: number;
}

/** A checkpoint whose form is known and consistent. No weight has been read yet. */
export interface BlobganCheckpoint {
  readonly shape: ModelShape;
  /** c of MODEL.md: the channels at the input grid over 8. */
  readonly width: number;
  readonly levels: readonly DecoderLevel[];
  /** Null when the blobs have no maps of their own, which the published form has not. */
  readonly maps: MapsForm | null;
  /** Null when they have no outlines of their own, as in the published form. */
  readonly outlines: OutlinesForm | null;
  /** Null when there are no waves for patterns of surfaces, as in the published form. */
  readonly waves: WavesForm | null;
  /** Names of the layout network's linear layers, in order; none of a flow. */
  readonly layoutLayers: readonly string[];
  /** The form of a layout network that is a flow, which the published form is not. */
  readonly flow: FlowForm | null;
  /** Numbers of the mean latent: of the last layer's input, or of a flow's code. */
  readonly hiddenDim: number;
  readonly learningRateMultiplier: number;
  readonly ema: boolean;
  readonly hyperParameters: Plain;
  /** What a person may want to know about how the file was read. */
  readonly notes: readonly string[];
  /** A tensor of the decoder or of the layout network. */
  decoder(name: string): Tensor;
  /** A tensor of the decoder that a file may go without. */
  decoderBuffer(name: string): Tensor | undefined;
  layout(name: string): Tensor;
}

const isPowerOfTwo = (value: number): boolean => value > 0 && Number.isInteger(Math.log2(value));

function checkConvolution(
  get: Lookup,
  name: string,
  channels: readonly [number, number],
  styleDim: number,
): void {
  const [out, into] = channels;
  expectShape(get(`${name}.conv.weight`), `${name}.conv.weight`, [1, out, into, 3, 3]);
  expectShape(get(`${name}.conv.modulation.weight`), `${name}.conv.modulation.weight`, [into, styleDim]);
  expectShape(get(`${name}.conv.modulation.bias`), `${name}.conv.modulation.bias`, [into]);
  expectShape(get(`${name}.noise.weight`), `${name}.noise.weight`, [1]);
  expectShape(get(`${name}.activate.bias`), `${name}.activate.bias`, [out]);
}

function checkToRgb(get: Lookup, name: string, channels: number, styleDim: number): void {
  expectShape(get(`${name}.conv.weight`), `${name}.conv.weight`, [1, 3, channels, 1, 1]);
  expectShape(get(`${name}.conv.modulation.weight`), `${name}.conv.modulation.weight`, [channels, styleDim]);
  expectShape(get(`${name}.conv.modulation.bias`), `${name}.conv.modulation.bias`, [channels]);
  expectShape(get(`${name}.bias`), `${name}.bias`, [1, 3, 1, 1]);
}

/** Order of a level's features by place, checked; 0 when it has none. */
function readLocalOrder(network: Tensors, resolution: number, channels: number, featureDim: number): number {
  const name = localName(resolution);
  if (!network.has(name)) return 0;
  const weight = network.get(name);
  let order = 1;
  while (order < MOST_LOCAL_ORDER && countTerms(order) * channels < side(weight, 0)) order++;
  expectShape(weight, name, [countTerms(order) * channels, featureDim]);
  return order;
}

interface DecoderForm {
  readonly levels: readonly DecoderLevel[];
  readonly maps: MapsForm | null;
  readonly outlines: OutlinesForm | null;
  readonly waves: WavesForm | null;
  readonly featureDim: number;
  readonly styleDim: number;
}

function readDecoder(network: Tensors, inputSize: number): DecoderForm {
  const first = network.get('conv1.conv.weight');
  expectShape(first, 'conv1.conv.weight', [1, null, null, 3, 3]);
  const featureDim = side(first, 2);
  const styles = network.get('conv1.conv.modulation.weight');
  expectShape(styles, 'conv1.conv.modulation.weight', [featureDim, null]);
  const styleDim = side(styles, 1);
  let channels = side(first, 1);
  if (Math.max(channels, featureDim, styleDim) > MAX_WIDTH || Math.min(channels, featureDim, styleDim) < 1) {
    throw fault('decoderSize', { features: featureDim, styles: styleDim, channels, most: MAX_WIDTH });
  }
  checkConvolution(network.get, 'conv1', [channels, featureDim], styleDim);
  checkToRgb(network.get, 'to_rgb1', channels, styleDim);
  const levels: DecoderLevel[] = [
    {
      resolution: inputSize,
      channelsIn: featureDim,
      channels,
      convolutions: ['conv1'],
      toRgb: 'to_rgb1',
      localOrder: readLocalOrder(network, inputSize, featureDim, featureDim),
    },
  ];
  for (let index = 0; network.has(`convs.${2 * index}.conv.weight`) && index < MAX_LEVELS; index++) {
    const convolutions = [`convs.${2 * index}`, `convs.${2 * index + 1}`] as const;
    const toRgb = `to_rgbs.${index}`;
    const into = channels;
    channels = side(network.get(`${convolutions[0]}.conv.weight`), 1);
    checkConvolution(network.get, convolutions[0], [channels, into], styleDim);
    checkConvolution(network.get, convolutions[1], [channels, channels], styleDim);
    checkToRgb(network.get, toRgb, channels, styleDim);
    const resolution = inputSize * 2 ** (index + 1);
    const localOrder =
      resolution <= FINEST_LOCAL ? readLocalOrder(network, resolution, channels, featureDim) : 0;
    levels.push({ resolution, channelsIn: into, channels, convolutions, toRgb, localOrder });
  }
  return {
    levels,
    maps: readMapsForm(network, levels.slice(1), featureDim),
    outlines: readOutlinesForm(network, featureDim),
    waves: readWavesForm(network, levels, featureDim + styleDim),
    featureDim,
    styleDim,
  };
}

/** The layers are `mlp.1`, `mlp.2`, ...: `mlp.0` is the normalisation, which has no weights. */
function readLayoutNetwork(network: Tensors, { featureDim, styleDim }: DecoderForm): LayoutForm {
  const layers: string[] = [];
  let width = side(network.get('mlp.1.weight'), 1);
  const latentDim = width;
  let hiddenDim = width;
  for (let index = 1; network.has(`mlp.${index}.weight`) && index <= 64; index++) {
    const name = `mlp.${index}`;
    const weight = network.get(`${name}.weight`);
    expectShape(weight, `${name}.weight`, [null, width]);
    hiddenDim = width;
    width = side(weight, 0);
    expectShape(network.get(`${name}.bias`), `${name}.bias`, [width]);
    layers.push(name);
  }
  if (layers.length < 2 || Math.max(latentDim, hiddenDim) > MAX_WIDTH || Math.min(latentDim, hiddenDim) < 1) {
    throw fault('layoutSize', { layers: layers.length, width: hiddenDim, most: MAX_WIDTH });
  }
  // A row: M + 1 sizes, the background's vectors, and for each blob x, y, covariance (4) and its vectors.
  const vectors = featureDim + styleDim;
  const blobCount = (width - 1 - vectors) / (7 + vectors);
  if (!Number.isInteger(blobCount) || blobCount < 1 || blobCount > MAX_BLOBS) {
    throw fault('layoutUnfit', { numbers: width, features: featureDim, styles: styleDim });
  }
  return { layers, flow: null, latentDim, hiddenDim, blobCount };
}

/** Switches of the published code that change what the networks compute, and that the published models have on. */
function refuseOtherVariants(hyper: Plain, file: string): void {
  const off = [['spatial_style'], ['layout_net', 'norm_features']].find(
    (path) => lookUp(hyper, ...path) === false,
  );
  if (off) {
    throw fault('optionOff', { file, option: off.join('.') });
  }
}

/**
 * Understands a checkpoint.
 * @throws Fault when it is no BlobGAN checkpoint (and what it is), or one of a form that is not supported
 */
export function readCheckpoint(archive: TorchArchive): BlobganCheckpoint {
  const file = archive.source.name;
  const state = stateDictOf(archive.root);
  const has = (prefix: string): boolean =>
    state?.get(`${prefix.replace('*', 'generator')}conv1.conv.weight`) instanceof Tensor &&
    ['mlp.1.weight', FLOW_MARK].some(
      (name) => state.get(prefix.replace('*', 'layout_net') + name) instanceof Tensor,
    );
  const ema = has('*_ema.');
  if (!state || !(ema || has('*.'))) {
    throw fault('noBlobgan', { file, holds: describeContents(archive.root) });
  }
  const suffix = ema ? '_ema.' : '.';
  const decoder = under(state, `generator${suffix}`, file);
  const layout = under(state, `layout_net${suffix}`, file);
  const hyper = archive.root instanceof PyDict ? toPlain(archive.root.get('hyper_parameters')) : null;
  refuseOtherVariants(hyper, file);

  const notes: string[] = [];
  if (!ema) notes.push('The file has no averaged (EMA) networks; the plain ones were used.');
  if (!archive.directory.hasChecksums)
    notes.push('The file was saved without checksums; damage cannot be noticed.');
  const inputSize = lookUpNumber(hyper, 'generator', 'size_in') ?? PUBLISHED.inputSize;
  if (!isPowerOfTwo(inputSize) || inputSize < 4 || inputSize > RESOLUTIONS.least) {
    throw fault('decoderStart', { file, cells: inputSize, most: RESOLUTIONS.least });
  }
  const form = readDecoder(decoder, inputSize);
  const { resolution } = form.levels.at(-1)!;
  if (resolution < RESOLUTIONS.least || resolution > RESOLUTIONS.most) {
    throw fault('otherResolution', { file, pixels: resolution, ...RESOLUTIONS });
  }
  const local = form.levels.filter((level) => level.localOrder).map((level) => level.resolution);
  if (local.length) {
    notes.push(`Not of the published form: features enter by place at ${local.join(', ')} cells.`);
  }
  if (form.maps) {
    const { cells, sides } = form.maps;
    notes.push(
      `Not of the published form: blobs have maps of their own, ${cells} x ${cells} cells, at ${sides.join(', ')} cells.`,
    );
  }
  if (form.outlines) {
    const { cells } = form.outlines;
    notes.push(`Not of the published form: blobs have outlines of their own, ${cells} x ${cells} cells.`);
  }
  if (form.waves) {
    notes.push(
      `Not of the published form: waves make patterns of surfaces at ${form.waves.sides.join(', ')} cells.`,
    );
  }
  const declared = lookUpNumber(hyper, 'resolution');
  if (declared !== undefined && declared !== resolution) {
    notes.push(`The hyper-parameters speak of ${declared} pixels; the decoder draws ${resolution}.`);
  }
  const { layers, flow, latentDim, hiddenDim, blobCount } = layout.has(FLOW_MARK)
    ? readFlow(layout, form, lookUpNumber(hyper, 'layout_net', 'flow', 'draws') ?? 1)
    : readLayoutNetwork(layout, form);
  if (flow) notes.push('Not of the published form: the layout network is a flow.');
  const positive = (value: number, name: string): number => {
    if (value > 0 && value <= 100) return value;
    throw fault('oddOption', { file, option: name, value });
  };
  const abNorm = lookUpNumber(hyper, 'ab_norm') ?? lookUpNumber(hyper, 'layout_net', 'ab_norm');
  return {
    shape: {
      resolution,
      inputSize,
      featureDim: form.featureDim,
      styleDim: form.styleDim,
      latentDim,
      blobCount,
      abNorm: positive(abNorm ?? PUBLISHED.abNorm, 'ab_norm'),
    },
    width: form.levels[0]!.channels / 8,
    levels: form.levels,
    maps: form.maps,
    outlines: form.outlines,
    waves: form.waves,
    layoutLayers: layers,
    flow,
    hiddenDim,
    learningRateMultiplier: positive(
      lookUpNumber(hyper, 'layout_net', 'mlp_lr_mul') ?? PUBLISHED.learningRateMultiplier,
      'mlp_lr_mul',
    ),
    ema,
    hyperParameters: hyper,
    notes,
    decoder: decoder.get,
    decoderBuffer: (name) => (decoder.has(name) ? decoder.get(name) : undefined),
    layout: layout.get,
  };
}
