import makePica from 'pica';

/** On the page's own thread: its workers are made of texts, which the page's content policy does not allow. */
export const pica = makePica({ features: ['js', 'wasm'] });
