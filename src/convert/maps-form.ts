/** The form of maps of the blobs' own, read off a checkpoint's tensors. */
import { expectShape, side, type Tensors } from './lookup';
import { MAPS_NAME, MAP_CELLS, MAP_SIDES, MOST_MAP_CHANNELS, mapProjectionName } from './names';

/** Maps of the blobs' own (graphs/blob-maps.ts). */
export interface MapsForm {
  /** Cells along a side of a map. */
  readonly cells: number;
  /** Numbers of a cell. */
  readonly channels: number;
  /** Sides of the levels that maps are laid onto. */
  readonly sides: readonly number[];
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
  // Whatever is no form of maps is told by the shapes that the nearest form would have.
  const within = (value: number, least: number, most: number): number =>
    Math.min(most, Math.max(least, Math.round(value)));
  const first = mapProjectionName(laidOn[0]?.resolution ?? MAP_SIDES.coarsest);
  const channels = within(side(network.get(first), 1), 1, MOST_MAP_CHANNELS);
  const numbers = side(network.get(MAPS_NAME), 0);
  const cells = within(Math.sqrt(numbers / channels), MAP_CELLS.least, MAP_CELLS.most);
  expectShape(network.get(MAPS_NAME), MAPS_NAME, [cells * cells * channels, featureDim]);
  for (const level of laidOn) {
    const name = mapProjectionName(level.resolution);
    expectShape(network.get(name), name, [level.channels, channels]);
  }
  return { cells, channels, sides: laidOn.map(({ resolution }) => resolution) };
}
