/** Looks tensors up by name and shape, and says in words what is missing or of another form. */
import { because, fault } from '../faults';
import { Tensor, type PyDict } from './pickle/values';

export type Lookup = (name: string) => Tensor;

/** The tensors of one network. */
export interface Tensors {
  readonly get: Lookup;
  readonly has: (name: string) => boolean;
}

/** Reads tensors under a prefix and complains in words when one is missing or has another shape. */
export function under(state: PyDict, prefix: string, file: string): Tensors {
  return {
    has: (name) => state.get(prefix + name) instanceof Tensor,
    get: (name) => {
      const tensor = state.get(prefix + name);
      if (tensor instanceof Tensor) return tensor;
      throw fault('tensorMissing', { file, tensor: prefix + name });
    },
  };
}

/**
 * @param shape expected sides; null where any side will do
 * @throws Fault naming the tensor, the expected shape and the actual one
 */
export function expectShape(tensor: Tensor, name: string, shape: readonly (number | null)[]): void {
  const fits =
    tensor.shape.length === shape.length &&
    shape.every((side, axis) => side === null || side === tensor.shape[axis]);
  if (fits) return;
  const wanted = shape.map((side) => side ?? '*').join(' x ');
  throw fault('tensorShape', {
    tensor: name,
    shape: tensor.shape.join(' x ') || because('singleNumber'),
    wanted,
  });
}

export const side = (tensor: Tensor, axis: number): number => tensor.shape[axis] ?? 0;
