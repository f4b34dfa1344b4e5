/** What a decoder has that depends on the place inside a blob, which the published form has not (graphs/local-features.ts). */
import { expectShape, side, type Tensors } from './lookup';
import {
  FINEST_LOCAL,
  MOST_LOCAL_ORDER,
  OUTLINE_ORDER,
  OUTLINE_SIDE,
  countTerms,
  localName,
  outlineNames,
} from './names';

/** Order of a level's features by place, checked; 0 when it has none. */
export function readLocalOrder(
  network: Tensors,
  resolution: number,
  channels: number,
  featureDim: number,
): number {
  const name = localName(resolution);
  if (resolution > FINEST_LOCAL || !network.has(name)) return 0;
  const weight = network.get(name);
  let order = 1;
  while (order < MOST_LOCAL_ORDER && countTerms(order) * channels < side(weight, 0)) order++;
  expectShape(weight, name, [countTerms(order) * channels, featureDim]);
  return order;
}

/** Hidden numbers of a level's outlines, checked; 0 when it has none. */
export function readOutlines(
  network: Tensors,
  resolution: number,
  channels: number,
  featureDim: number,
): number {
  const { local, mix } = outlineNames(resolution);
  if (resolution !== OUTLINE_SIDE || !network.has(mix)) return 0;
  const hidden = side(network.get(mix), 1);
  expectShape(network.get(mix), mix, [channels, hidden]);
  expectShape(network.get(local), local, [countTerms(OUTLINE_ORDER) * hidden, featureDim]);
  return hidden;
}
