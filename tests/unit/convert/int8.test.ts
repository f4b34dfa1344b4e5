import { describe, expect, it } from 'vitest';
import { prepareRuntime } from '../../../scripts/lib/runtime';
import { gaussian } from '../../../src/blobgan';
import { toByteRows } from '../../../src/convert/int8';
import { GraphBuilder } from '../../../src/convert/onnx/graph-builder';
import { numbersOf, readModel } from '../../../src/convert/onnx/model-file';

describe('weights as rows of bytes', () => {
  it('is off by half a step at most, whose size is the row’s own', () => {
    const values = gaussian(1, 2, 40);
    values.subarray(20, 30).forEach((value, at) => (values[20 + at] = value * 1000));
    const { steps, sizes } = toByteRows(values, 10);
    expect(sizes).toHaveLength(4);
    steps.forEach((step, at) => {
      const size = sizes[Math.floor(at / 10)]!;
      expect(Math.abs(step * size - values[at]!)).toBeLessThanOrEqual(size * 0.501);
    });
    for (let row = 0; row < 4; row++) {
      expect(Math.max(...steps.subarray(row * 10, row * 10 + 10).map(Math.abs))).toBe(127);
    }
    expect(sizes[2]! / sizes[1]!).toBeGreaterThan(100);
  });

  it('keeps a row of zeros', () => {
    const { steps, sizes } = toByteRows(Float32Array.of(0, 0, 3, -1), 2);
    expect([...steps]).toEqual([0, 0, 127, -42]);
    expect(sizes[0]).toBeGreaterThan(0);
  });

  it('is how a graph stores what is large, and what it computes with is near', async () => {
    const weights = gaussian(3, 4, 128 * 200);
    const graph = new GraphBuilder('test', 'int8');
    const x = graph.input('x', [1, 200]);
    const large = graph.weights('large', [128, 200], () => weights);
    const small = graph.weights('small', [1, 128], () => new Float32Array(128).fill(0.5));
    const product = graph.node('Gemm', [x, large], { transB: 1 });
    graph.output('y', graph.node('Add', [product, small]), [1, 128]);
    expect(graph.weightBytes).toBe(128 * 200 + 4 * 128 + 4 * 128);
    const file = await graph.serialise();
    const { tensors } = readModel(file);
    expect(tensors.map(({ type }) => type)).toEqual(['int8', 'float32', 'float32']);
    expect(Math.max(...numbersOf(tensors[0]!))).toBe(127);
    const input = gaussian(5, 6, 200);
    const { InferenceSession, Tensor } = prepareRuntime();
    const session = await InferenceSession.create(file, { executionProviders: ['wasm'] });
    const y = (await session.run({ x: new Tensor('float32', input, [1, 200]) })).y!.data as Float32Array;
    await session.release();
    const errors: number[] = [];
    const exact: number[] = [];
    for (let row = 0; row < 128; row++) {
      let sum = 0.5;
      for (let at = 0; at < 200; at++) sum += weights[row * 200 + at]! * input[at]!;
      exact.push(sum);
      errors.push(y[row]! - sum);
    }
    const rms = (values: readonly number[]): number =>
      Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
    expect(rms(errors) / rms(exact)).toBeLessThan(0.01);
    expect(rms(errors)).toBeGreaterThan(0);
  });
});
