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
