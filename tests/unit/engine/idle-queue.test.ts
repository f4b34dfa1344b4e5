import { describe, expect, it, vi } from 'vitest';
import { IdleQueue } from '../../../src/engine/idle-queue';

/** A queue whose jobs have three parts; `after` is called after each part. */
function setUp(after: (id: number, part: number) => void = () => undefined) {
  const parts: string[] = [];
  const done: number[] = [];
  const state = { busy: false, pauses: 0 };
  const onError = vi.fn();
  const queue = new IdleQueue<{ id: number }>({
    run: async ({ id }, stopped) => {
      for (let part = 0; part < 3; part++) {
        if (stopped()) return false;
        if (id < 0) throw new Error('No.');
        await Promise.resolve();
        parts.push(`${id}.${part}`);
        after(id, part);
      }
      done.push(id);
      return true;
    },
    busy: () => state.busy,
    pause: async () => {
      state.pauses++;
      await Promise.resolve();
      if (state.pauses > 3) state.busy = false;
    },
    onError,
  });
  return { queue, parts, done, state, onError };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('work for quiet moments', () => {
  it('is done in order, one after the other', async () => {
    const { queue, parts } = setUp();
    queue.submit({ id: 1 });
    queue.submit({ id: 2 });
    await settled();
    expect(parts).toEqual(['1.0', '1.1', '1.2', '2.0', '2.1', '2.2']);
  });

  it('waits while something matters more', async () => {
    const { queue, done, state } = setUp();
    state.busy = true;
    queue.submit({ id: 1 });
    expect(done).toEqual([]);
    await settled();
    expect(state.pauses).toBe(4);
    expect(done).toEqual([1]);
  });

  it('stops between its parts when something comes that matters more, and is begun again after it', async () => {
    const { queue, parts, done, state } = setUp((id, part) => {
      if (id === 1 && part === 0 && state.pauses === 0) state.busy = true;
    });
    queue.submit({ id: 1 });
    await settled();
    expect(parts).toEqual(['1.0', '1.0', '1.1', '1.2']);
    expect(done).toEqual([1]);
  });

  it('can be taken back, while it waits and while it runs', async () => {
    const { queue, parts, done } = setUp((id, part) => {
      if (id === 1 && part === 1) {
        queue.withdraw(1);
        queue.withdraw(2);
      }
    });
    for (const id of [1, 2, 3]) queue.submit({ id });
    await settled();
    expect(parts.filter((part) => part.startsWith('1'))).toEqual(['1.0', '1.1']);
    expect(done).toEqual([3]);
  });

  it('goes on after a job that failed', async () => {
    const { queue, done, onError } = setUp();
    queue.submit({ id: -1 });
    queue.submit({ id: 2 });
    await settled();
    expect(onError).toHaveBeenCalledWith(expect.any(Error), { id: -1 });
    expect(done).toEqual([2]);
  });
});
