/** Names and numbers that the reader of checkpoints and the writers of graphs share. */

/** Side that the first stage draws to: a tenth of the arithmetic of 256 pixels, and something to see. */
export const FIRST_STAGE = 32;

/** Side of the first stage of models that were converted when it was coarser; they are read for ever. */
export const FORMER_FIRST_STAGE = 64;

/** The finest side at which features may enter by place (scripts/training/networks/local.py). */
export const FINEST_LOCAL = 64;

/** Features by place are polynomials of this order at most. */
export const MOST_LOCAL_ORDER = 6;

/** How many products of the place there are up to an order: 1, u, v, then those of i + j = 2, 3, ... */
export const countTerms = (order: number): number => ((order + 1) * (order + 2)) / 2;

/** The decoder's tensor with the weights of the features by place of a level, which the published form lacks. */
export const localName = (side: number): string => `locals.${side}.weight`;

/** A blob that is hardly there still has an extent. */
export const LEAST_SIZE = 0.1;

/** Sides of the levels that blobs' own maps are laid onto (scripts/training/networks/maps.py). */
export const MAP_SIDES = { coarsest: 32, finest: 128 } as const;

/** Where a map's first and last cells lie, in half extents of its blob; it fades out over the width of a cell. */
export const MAP_REACH = 1.4;

/** Least and most cells along a side of a map, and most channels. */
export const MAP_CELLS = { least: 4, most: 64 } as const;
export const MOST_MAP_CHANNELS = 256;

/** The decoder's tensors that make the maps of the blobs' own, and that lay them onto a level; the published form has none. */
export const MAPS_NAME = 'maps.weight';
export const mapProjectionName = (side: number): string => `maps.projections.${side}`;

/** The decoder's tensors that make the outlines of the blobs' own (scripts/training/networks/outlines.py). */
export const OUTLINES_NAME = 'outlines.weight';
export const OUTLINES_HIDDEN = 'outlines.hidden';

/** The width of a map's cell, in half extents of its blob. */
export const mapStep = (cells: number): number => (2 * MAP_REACH) / (cells - 1);

/** Sides of the levels that waves for patterns of surfaces are laid onto (scripts/training/networks/waves.py). */
export const WAVE_SIDES = { coarsest: 128, finest: 256 } as const;

/** How many waves there are, and numbers of a colour. */
export const WAVES = 9;
export const WAVE_COLOURS = 3;

/** What patterns lie on: floor, floor across, three walls; and the numbers that say how the camera stands before one. */
export const WAVE_GROUNDS = 5;
export const WAVE_POSE = 14;

/** The decoder's tensors of the waves: how much of each, in which colour, where surfaces lie, and what lays them onto a level. */
export const WAVE_GATES = 'waves.weight';
export const WAVE_COLOUR = 'waves.colour';
export const WAVE_GATES_HIDDEN = 'waves.hidden';
export const waveSurfacesName = (part: string): string => `waves.surfaces.${part}`;
export const waveProjectionName = (side: number): string => `waves.projections.${side}`;
