/** The form of the waves for patterns of surfaces, read off a checkpoint's tensors. */
import { expectShape, side, type Tensors } from './lookup';
import {
  WAVES,
  WAVE_COLOUR,
  WAVE_COLOURS,
  WAVE_GATES,
  WAVE_GATES_HIDDEN,
  WAVE_GROUNDS,
  WAVE_POSE,
  WAVE_SIDES,
  waveProjectionName,
  waveSurfacesName,
} from './names';

/** Waves for patterns of surfaces (graphs/waves.ts). */
export interface WavesForm {
  /** Width of the layers that read off vectors where a surface lies. */
  readonly hidden: number;
  /** Width of the layer before gates and colour. */
  readonly gatesHidden: number;
  /** The side whose scores say whose pattern is seen. */
  readonly coarsest: number;
  /** The side at which their colours go into the picture. */
  readonly finest: number;
  /** Sides of the levels that waves are laid onto. */
  readonly sides: readonly number[];
}

/** Widths of layers that no network here has. */
const MOST_HIDDEN = 4_096;

/** Shapes of the waves' tensors by name, but for those that lay them onto levels. @param vectorDim numbers of a feature and a style */
export function waveShapes(
  { hidden, gatesHidden }: Pick<WavesForm, 'hidden' | 'gatesHidden'>,
  vectorDim: number,
): Map<string, readonly number[]> {
  const dense = (name: string, out: number, into: number): [string, readonly number[]][] => [
    [`${name}.weight`, [out, into]],
    [`${name}.bias`, [out]],
  ];
  return new Map([
    ...dense(waveSurfacesName('hidden.0'), hidden, vectorDim),
    ...dense(waveSurfacesName('hidden.1'), hidden, hidden),
    ...dense(waveSurfacesName('poses'), WAVE_GROUNDS * WAVE_POSE, hidden + vectorDim),
    ...dense(waveSurfacesName('grounds'), WAVE_GROUNDS + 1, hidden + vectorDim),
    [waveSurfacesName('middle'), [WAVE_GROUNDS, WAVE_POSE]],
    [waveSurfacesName('spread'), [WAVE_GROUNDS, WAVE_POSE]],
    ...dense(WAVE_GATES_HIDDEN, gatesHidden, vectorDim),
    ...dense(WAVE_COLOUR, WAVE_COLOURS, gatesHidden),
    [WAVE_GATES, [WAVES, gatesHidden]],
  ]);
}

/**
 * @param levels side and channels of every level
 * @param vectorDim numbers of a feature and a style together
 * @returns null when the network has none
 * @throws Fault when the tensors do not fit each other
 */
export function readWavesForm(
  network: Tensors,
  levels: readonly { readonly resolution: number; readonly channels: number }[],
  vectorDim: number,
): WavesForm | null {
  if (!network.has(WAVE_GATES)) return null;
  const widthOf = (name: string, axis: number): number =>
    Math.min(MOST_HIDDEN, Math.max(1, side(network.get(name), axis)));
  const hidden = widthOf(`${waveSurfacesName('hidden.0')}.weight`, 0);
  const gatesHidden = widthOf(WAVE_GATES, 1);
  for (const [name, shape] of waveShapes({ hidden, gatesHidden }, vectorDim))
    expectShape(network.get(name), name, shape);
  const { coarsest, finest } = WAVE_SIDES;
  const laidOn = levels.filter(({ resolution }) => resolution >= coarsest && resolution <= finest);
  for (const { resolution, channels } of laidOn) {
    const name = waveProjectionName(resolution);
    expectShape(network.get(name), name, [channels, WAVES]);
  }
  return { hidden, gatesHidden, coarsest, finest, sides: laidOn.map(({ resolution }) => resolution) };
}
