/** The forms of maps and outlines of the blobs' own, read off a checkpoint's tensors. */
import { expectShape, side, type Tensors } from './lookup';
import {
  MAPS_NAME,
  MAP_CELLS,
  MAP_SIDES,
  MOST_MAP_CHANNELS,
  OUTLINES_HIDDEN,
  OUTLINES_NAME,
  mapProjectionName,
} from './names';

/** Maps of the blobs' own (graphs/blob-maps.ts). */
export interface MapsForm {
  /** Cells along a side of a map. */
  readonly cells: number;
  /** Numbers of a cell. */
  readonly channels: number;
  /** Sides of the levels that maps are laid onto. */
  readonly sides: readonly number[];
}

/** Outlines of the blobs' own (graphs/outlines.ts). */
export interface OutlinesForm {
  /** Cells along a side of an outline's map. */
  readonly cells: number;
  /** Width of the layer between a feature and its map. */
  readonly hidden: number;
}

// Whatever is no form of maps is told by the shapes that the nearest form would have.
const within = (value: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, Math.round(value)));
const cellsOf = (numbers: number): number => within(Math.sqrt(numbers), MAP_CELLS.least, MAP_CELLS.most);

/**
 * @returns null when the network has none
 * @throws Fault when the tensors do not fit each other
 */
export function readOutlinesForm(network: Tensors, featureDim: number): OutlinesForm | null {
  if (!network.has(OUTLINES_NAME)) return null;
  const weight = network.get(OUTLINES_NAME);
  const hidden = within(side(weight, 1), 1, 4_096);
  const cells = cellsOf(side(weight, 0));
  expectShape(weight, OUTLINES_NAME, [cells * cells, hidden]);
  const layer = `${OUTLINES_HIDDEN}.weight`;
  expectShape(network.get(layer), layer, [hidden, featureDim]);
  expectShape(network.get(`${OUTLINES_HIDDEN}.bias`), `${OUTLINES_HIDDEN}.bias`, [hidden]);
  return { cells, hidden };
}

/**
 * @param levels side and channels of every level after the first
 * @returns null when the network has none
 * @throws Fault when the tensors do not fit each other
 */
export function readMapsForm(
  network: Tensors,
  levels: readonly { readonly resolution: number; readonly channels: number }[],
  featureDim: number,
): MapsForm | null {
  if (!network.has(MAPS_NAME)) return null;
  const laidOn = levels.filter(
    ({ resolution }) => resolution >= MAP_SIDES.coarsest && resolution <= MAP_SIDES.finest,
  );
  const first = mapProjectionName(laidOn[0]?.resolution ?? MAP_SIDES.coarsest);
  const channels = within(side(network.get(first), 1), 1, MOST_MAP_CHANNELS);
  const numbers = side(network.get(MAPS_NAME), 0);
  const cells = cellsOf(numbers / channels);
  expectShape(network.get(MAPS_NAME), MAPS_NAME, [cells * cells * channels, featureDim]);
  for (const level of laidOn) {
    const name = mapProjectionName(level.resolution);
    expectShape(network.get(name), name, [level.channels, channels]);
  }
  return { cells, channels, sides: laidOn.map(({ resolution }) => resolution) };
}
