/** The velocity of a flow as a graph (scripts/training/networks/flow.py, Velocity): once for every time that it is asked for. */
import { FLOW_GEOMETRY, type FlowForm } from '../flow-form';
import type { GraphBuilder, Ref } from '../onnx/graph-builder';
import type { TrunkWeights } from './trunk-weights';
import { pixelNorm } from './pixel-norm';

/** What a flow says of its numbers and tokens. */
export interface FlowTables {
  /** Where in a code each number of the tokens is; readPlace() of flow-graph.ts. */
  readonly place: readonly number[];
  /** The tokens near each, `form.near` of them in a row. */
  readonly near: readonly number[];
  /** Blobs that should not overlap, in pairs. */
  readonly apart: readonly number[];
}

/** The numbers of codes [N, n] in their tokens, [N, M + 1, row]; zero where a token has none. */
export function spread(graph: GraphBuilder, code: Ref, place: readonly number[], row: number): Ref {
  const nothing = graph.node('Mul', [
    graph.node('Slice', [code, graph.integers(0), graph.integers(1), graph.integers(1)]),
    graph.scalar(0),
  ]);
  const padded = graph.node('Concat', [code, nothing], { axis: 1 });
  const spreadOut = graph.node('Gather', [padded, graph.integers(...place)], { axis: 1 });
  return graph.node('Reshape', [spreadOut, graph.integers(-1, place.length / row, row)]);
}

export class VelocityGraph {
  private readonly tokens: number;
  private readonly row: number;
  /** Where among the tokens' numbers each number of a code is. */
  private readonly back: readonly number[];
  private table: Promise<Float32Array> | undefined;

  constructor(
    private readonly graph: GraphBuilder,
    private readonly weights: TrunkWeights,
    private readonly form: FlowForm,
    private readonly tables: FlowTables,
  ) {
    const { place } = tables;
    this.row = FLOW_GEOMETRY + form.components;
    this.tokens = place.length / this.row;
    const at = new Map(place.map((number, index) => [number, index]));
    this.back = Array.from({ length: form.numbers }, (_, number) => at.get(number) ?? 0);
  }

  /** The velocity [N, n] of codes [N, n]. */
  write(x: Ref, evaluation: number): Ref {
    const { graph, tokens, row } = this;
    const { width, depth, contextDim, head, numbers } = this.form;
    let y = this.linear('velocity.enter', x, numbers, width);
    for (let block = 0; block < depth; block++) {
      const at = 2 * block * width;
      const scaled = graph.node('Mul', [pixelNorm(graph, y), this.times(evaluation, at, [width], 1)]);
      const shifted = graph.node('Add', [scaled, this.times(evaluation, at + width, [width], 0)]);
      const active = this.silu(this.linear(`velocity.blocks.${block}.widen`, shifted, width, width));
      y = graph.node('Add', [y, this.linear(`velocity.blocks.${block}.narrow`, active, width, width)]);
    }
    const room = this.linear('velocity.tell', pixelNorm(graph, y), width, tokens * contextDim);
    const own = spread(graph, x, this.tables.place, row);
    const seen = graph.node(
      'Concat',
      [own, graph.node('Reshape', [room, graph.integers(-1, tokens, contextDim)]), ...this.around(own)],
      { axis: 2 },
    );
    const found = this.heads(graph.node('Transpose', [seen], { perm: [1, 0, 2] }), evaluation);
    const flat = graph.node('Reshape', [
      graph.node('Transpose', [found], { perm: [1, 0, 2] }),
      graph.integers(-1, tokens * row),
    ]);
    const moved = graph.node('Gather', [flat, graph.integers(...this.back)], { axis: 1 });
    const kept = this.times(evaluation, 2 * depth * width + 2 * tokens * head, [numbers], 0);
    return graph.node('Add', [moved, graph.node('Mul', [kept, x])]);
  }

  /** Presence and geometry of what is near each token, [N, M + 1, row] -> [N, M + 1, 6 near]; nothing where parts see no others. */
  private around(own: Ref): Ref[] {
    const { graph, tokens } = this;
    const { near } = this.tables;
    if (!near.length) return [];
    const [geometry] = graph.split(own, 2, FLOW_GEOMETRY, this.form.components) as [Ref, Ref];
    const found = graph.node('Gather', [geometry, graph.integers(...near)], { axis: 1 });
    return [graph.node('Reshape', [found, graph.integers(-1, tokens, this.form.near * FLOW_GEOMETRY)])];
  }

  /** What becomes of each token, [M + 1, N, row + contextDim + 6 near] -> [M + 1, N, row]. */
  private heads(x: Ref, evaluation: number): Ref {
    const { graph, tokens, row } = this;
    const { width, depth, contextDim, head, near } = this.form;
    const product = (value: Ref, name: string, into: number, out: number): Ref => {
      graph.multiplyAdds += tokens * into * out;
      return graph.node('MatMul', [value, this.stored(`velocity.heads.${name}`, [tokens, into, out])]);
    };
    const first = 2 * depth * width;
    // A token's scales come before its shifts.
    const part = (which: 0 | 1, more: 0 | 1): Ref =>
      this.times(evaluation, first + which * head, [tokens, 1, head], more, 2 * head);
    const scaled = graph.node('Mul', [
      product(x, 'first', row + contextDim + near * FLOW_GEOMETRY, head),
      part(0, 1),
    ]);
    const active = this.silu(graph.node('Add', [scaled, part(1, 0)]));
    const second = graph.node('Add', [
      product(active, 'second', head, head),
      this.stored('velocity.heads.bias', [tokens, 1, head]),
    ]);
    return product(this.silu(second), 'last', head, row);
  }

  private silu(x: Ref): Ref {
    return this.graph.node('Mul', [x, this.graph.node('Sigmoid', [x])]);
  }

  private stored(name: string, shape: readonly number[]): Ref {
    return this.graph.shared(name, () => this.graph.weights(name, shape, () => this.weights.read(name)));
  }

  private linear(name: string, x: Ref, into: number, out: number): Ref {
    this.graph.multiplyAdds += out * into;
    const inputs = [x, this.stored(`${name}.weight`, [out, into]), this.stored(`${name}.bias`, [out])];
    return this.graph.node('Gemm', inputs, { transB: 1 });
  }

  /**
   * Numbers of an evaluation's time from `first` on.
   * @param shape [length], or [count, 1, length] with `stride` numbers from one row to the next
   * @param more what is added to each: 1 where they scale
   */
  private times(evaluation: number, first: number, shape: readonly number[], more: 0 | 1, stride = 0): Ref {
    const { width, depth, head, numbers } = this.form;
    const start = evaluation * (2 * depth * width + 2 * this.tokens * head + numbers) + first;
    const length = shape.at(-1)!;
    return this.graph.weights(`times.${evaluation}.${first}`, shape, async () => {
      const table = await (this.table ??= this.weights.read('times'));
      const count = shape.reduce((product, side) => product * side, 1);
      return Float32Array.from(
        { length: count },
        (_, at) => table[start + Math.floor(at / length) * stride + (at % length)]! + more,
      );
    });
  }
}
