/** Names and numbers that the reader of checkpoints and the writers of graphs share. */

/** Side that the first stage draws to. */
export const FIRST_STAGE = 64;

/** The decoder's tensor with the weights of the features by place of a level, which the published form lacks. */
export const localName = (side: number): string => `locals.${side}.weight`;
