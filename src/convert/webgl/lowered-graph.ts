/**
 * The graph that a lowering writes: nodes of which the shape of every result is known, and which of them are mere
 * views.
 *
 * onnxruntime-web's WebGL provider keeps a value in a texture whose sides come from the value's shape. A Reshape or
 * an Unsqueeze changes the shape and keeps the texture (a view). Operators that look numbers up by their index may
 * be fed views; those that run texel by texel (every unary one, and binary ones of two equal shapes) read other
 * places of a view than they should, and say nothing. So no view ever reaches one of those.
 */
import { fault } from '../../faults';
import type { ModelGraph, StoredTensor } from '../onnx/model-file';
import type { Attribute, NodeMessage, ValueMessage } from '../onnx/wire';

export type Shape = readonly number[];
export type Attributes = Readonly<Record<string, Attribute>>;

const count = (shape: Shape): number => shape.reduce((product, side) => product * side, 1);
export const sameShape = (a: Shape, b: Shape): boolean => a.join() === b.join();

/** A float32 or an integer tensor that the graph carries. */
export interface Constant {
  readonly shape: Shape;
  readonly values: ArrayLike<number>;
}

export class LoweredGraph {
  /** Bytes of the textures that one run holds at a time: nothing is freed before its end. */
  textureBytes = 0;
  private readonly nodes: NodeMessage[] = [];
  private readonly tensors: StoredTensor[] = [];
  private readonly shapes = new Map<string, Shape>();
  private readonly constants = new Map<string, Constant>();
  /** What each view is a view of, itself no view. */
  private readonly bases = new Map<string, string>();
  private readonly shared = new Map<string, string>();
  private fresh = 0;

  declare(name: string, shape: Shape): void {
    this.shapes.set(name, shape);
    this.textureBytes += count(shape) * 4;
  }

  shapeOf(name: string): Shape {
    const shape = this.shapes.get(name);
    if (!shape) throw fault('noWebglForm', { part: name });
    return shape;
  }

  constantOf(name: string): Constant | undefined {
    return this.constants.get(name);
  }

  /** Numbers that must be known when the graph is written: axes, bounds. */
  valuesOf(name: string): number[] {
    const constant = this.constants.get(name);
    if (!constant) throw fault('noWebglForm', { part: name });
    return Array.from(constant.values);
  }

  /** Carries a tensor; it is written only if a node uses it. */
  carry(name: string, shape: Shape, values: ArrayLike<number>): string {
    this.shapes.set(name, shape);
    this.constants.set(name, { shape, values });
    return name;
  }

  /** A small tensor; equal ones are one. */
  constant(values: readonly number[], shape: Shape = [values.length]): string {
    const key = `${shape.join()}: ${values.join()}`;
    const name = this.shared.get(key) ?? this.carry(`constant_${this.shared.size}`, shape, values);
    this.shared.set(key, name);
    return name;
  }

  node(type: string, inputs: readonly string[], shape: Shape, attributes: Attributes = {}): string {
    return this.nodeWithResults(type, inputs, [shape], attributes)[0]!;
  }

  nodeWithResults(
    type: string,
    inputs: readonly string[],
    shapes: readonly Shape[],
    attributes: Attributes = {},
  ): string[] {
    const outputs = shapes.map(() => `${type.toLowerCase()}_${this.fresh++}`);
    this.nodes.push({ type, inputs, outputs, attributes });
    outputs.forEach((output, at) => this.declare(output, shapes[at]!));
    return outputs;
  }

  isView(name: string): boolean {
    return this.bases.has(name);
  }

  /** The value that is no view of another, of the same numbers in the same order. */
  baseOf(name: string): string {
    return this.bases.get(name) ?? name;
  }

  /** The same numbers in another shape. */
  view(name: string, shape: Shape): string {
    const base = this.baseOf(name);
    if (sameShape(this.shapeOf(base), shape)) return base;
    const key = `view ${base} ${shape.join()}`;
    const known = this.shared.get(key);
    if (known !== undefined) return known;
    // The texture of a tensor that the graph carries must not get a second owner: that one gives it away after a run.
    const from = this.constants.has(base) ? this.copy(base) : base;
    const [made] = this.nodeWithResults('Reshape', [from, this.integers(shape)], [shape]);
    this.textureBytes -= count(shape) * 4;
    this.bases.set(made!, from);
    this.shared.set(key, made!);
    return made!;
  }

  /** The same numbers in a texture of their own: a product with a single 1, which is looked up by index. */
  copy(name: string): string {
    return this.node('Mul', [name, this.constant([1])], this.shapeOf(name));
  }

  integers(values: readonly number[]): string {
    const key = `integers ${values.join()}`;
    const known = this.shared.get(key);
    if (known !== undefined) return known;
    const name = `integers_${this.shared.size}`;
    const data = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    this.tensors.push({ name, type: 'int64', shape: [values.length], data });
    this.shared.set(key, name);
    return name;
  }

  /**
   * The graph, its outputs under their names. No Identity is left in it: the provider takes those out by itself, and
   * then may hand out another value than the one that was asked for.
   */
  finish(name: string, inputs: readonly ValueMessage[], outputs: ReadonlyMap<string, string>): ModelGraph {
    const names = new Map<string, string>();
    for (const [output, value] of outputs) {
      const computed = !names.has(value) && this.nodes.some((node) => node.outputs.includes(value));
      names.set(computed ? value : this.copy(value), output);
    }
    const named = (value: string): string => names.get(value) ?? value;
    const nodes = this.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(named),
      outputs: node.outputs.map(named),
    }));
    const used = new Set(nodes.flatMap((node) => node.inputs));
    const carried = [...this.constants].flatMap(([tensor, { shape, values }]): StoredTensor[] => {
      if (!used.has(tensor)) return [];
      const data = new Uint8Array(Float32Array.from(values).buffer);
      return [{ name: tensor, type: 'float32', shape, data }];
    });
    return {
      name,
      nodes,
      inputs,
      outputs: [...outputs].map(([output, value]) => ({ name: output, shape: this.shapeOf(value) })),
      tensors: [...this.tensors, ...carried],
    };
  }
}
