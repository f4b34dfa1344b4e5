/**
 * Stages of a model that nobody trained: the smallest that have every form of every operator that a stage can have.
 * They prove a provider on a machine before it draws anything that a person sees.
 */
import type { BlobganCheckpoint, DecoderLevel } from '../checkpoint';
import { Defect } from '../../faults';
import type { MapsForm, OutlinesForm } from '../maps-form';
import { type WavesForm, waveShapes } from '../waves-form';
import {
  MAPS_NAME,
  OUTLINES_HIDDEN,
  OUTLINES_NAME,
  WAVES,
  WAVE_GROUNDS,
  WAVE_POSE,
  countTerms,
  localName,
  mapProjectionName,
  waveProjectionName,
  waveSurfacesName,
} from '../names';
import { mapNumbers } from './blob-maps';
import { gaussian, type ModelShape } from '../../blobgan';
import { planStages, writeStage } from './decoder-graph';
import type { DecoderWeights } from './decoder-weights';

export const TINY_SHAPE: ModelShape = {
  resolution: 128,
  inputSize: 16,
  featureDim: 6,
  styleDim: 7,
  latentDim: 8,
  blobCount: 4,
  abNorm: 0.02,
};

const level = (
  resolution: number,
  channelsIn: number,
  channels: number,
  convolutions: readonly string[],
  localOrder = 0,
): DecoderLevel => ({
  resolution,
  channelsIn,
  channels,
  convolutions,
  toRgb: `rgb.${resolution}`,
  localOrder,
});

// Channels on both sides of what decides how a level demodulates; odd ones, since four numbers share a texel.
const LEVELS: readonly DecoderLevel[] = [
  level(16, TINY_SHAPE.featureDim, 19, ['a']),
  level(32, 19, 9, ['b', 'c'], 1),
  level(64, 9, 5, ['d', 'e'], 3),
  level(128, 5, 3, ['f', 'g']),
];

const MAPS: MapsForm = { cells: 5, channels: 3, sides: [32, 64, 128] };
const OUTLINES: OutlinesForm = { cells: 6, hidden: 7 };
const WAVES_FORM: WavesForm = { hidden: 5, gatesHidden: 3, coarsest: 64, finest: 128, sides: [64, 128] };

/** A camera before a wall, some periods of whose pattern are seen: near a horizon no two machines draw the same. */
const POSE = [-1.2, -1, -1.4, 0.2, 0.5, 0.1, 0.1, 0.8, 0.8, 0.1, -0.4, -0.1, -0.8, 0.4];

/** Numbers of the tables of poses, which are no weights. */
const posesOf = (name: string): Float32Array | null => {
  if (name !== waveSurfacesName('middle') && name !== waveSurfacesName('spread')) return null;
  const middle = name === waveSurfacesName('middle');
  return Float32Array.from({ length: WAVE_GROUNDS * WAVE_POSE }, (_, at) =>
    middle ? POSE[at % WAVE_POSE]! + 0.02 * Math.floor(at / WAVE_POSE) : 0.02,
  );
};

/** How many numbers a tensor of the waves has; 0 where it is none of them. */
function countOfWaves(name: string): number {
  const side = WAVES_FORM.sides.find((at) => name === waveProjectionName(at));
  if (side) return LEVELS.find(({ resolution }) => resolution === side)!.channels * WAVES;
  const shape = waveShapes(WAVES_FORM, TINY_SHAPE.featureDim + TINY_SHAPE.styleDim).get(name);
  return shape?.reduce((product, length) => product * length, 1) ?? 0;
}

/** How many numbers a tensor of the tiny decoder has. */
function countOf(name: string): number {
  const { featureDim, styleDim } = TINY_SHAPE;
  const ofWaves = countOfWaves(name);
  if (ofWaves) return ofWaves;
  if (name === MAPS_NAME) return mapNumbers(MAPS) * featureDim;
  if (name === OUTLINES_NAME) return OUTLINES.cells ** 2 * OUTLINES.hidden;
  if (name.startsWith(OUTLINES_HIDDEN)) return OUTLINES.hidden * (name.endsWith('weight') ? featureDim : 1);
  const laidOn = LEVELS.find(({ resolution }) => name === mapProjectionName(resolution));
  if (laidOn) return laidOn.channels * MAPS.channels;
  const places = LEVELS.flatMap(({ convolutions, channelsIn, channels }) =>
    convolutions.map((key, at) => ({ key, into: at === 0 ? channelsIn : channels, out: channels })),
  );
  const place = places.find(({ key }) => name.startsWith(`${key}.`));
  const rgb = LEVELS.find(({ toRgb }) => name.startsWith(`${toRgb}.`));
  const local = LEVELS.find(({ resolution }) => name === localName(resolution));
  const into = place?.into ?? rgb?.channels ?? 0;
  if (local) return countTerms(local.localOrder) * local.channels * featureDim;
  if (name.endsWith('modulation.weight')) return into * styleDim;
  if (name.endsWith('modulation.bias')) return into;
  if (name.endsWith('conv.weight')) return place ? place.out * into * 9 : 3 * into;
  if (name.endsWith('activate.bias')) return place!.out;
  if (name.endsWith('.bias')) return 3;
  throw new Defect(`The tiny decoder has no tensor ${name}.`);
}

const streamOf = (name: string): number =>
  Array.from(name).reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 65_521, 7);

/**
 * @param withMaps with maps and outlines of the blobs' own, and waves, whose operators not every provider has
 * @returns the stages' files in the order in which they run, the same on every machine
 */
export async function writeTinyStages(withMaps: boolean): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  const [maps, outlines, waves] = withMaps ? [MAPS, OUTLINES, WAVES_FORM] : [null, null, null];
  const weights: DecoderWeights = {
    checkpoint: { shape: TINY_SHAPE, levels: LEVELS, maps, outlines, waves } as BlobganCheckpoint,
    noise: LEVELS.flatMap(({ convolutions }) => convolutions.map((_, at) => 0.1 * (at + 1))),
    read: async (name) => posesOf(name) ?? gaussian(1, streamOf(name), countOf(name)),
  };
  const files: Uint8Array<ArrayBuffer>[] = [];
  for (const plan of planStages(LEVELS)) files.push(await writeStage(weights, plan, 'float32').serialise());
  return files;
}
