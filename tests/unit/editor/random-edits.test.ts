/** Any person, however confused: what they do never breaks the document, and all of it can be taken back. */
import { describe, expect, it } from 'vitest';
import { type Scene, reshape } from '../../../src/scene';
import { INVARIANTS } from './invariants';
import { ACTIONS, TestEditor } from './test-editor';

const RUNS = 300;
const STEPS = 100;

/** A generator of its own for each run, so that a run that fails can be run again alone. */
function randomOf(seed: number): () => number {
  let state = (seed * 2654435761 + 1) >>> 0;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
}

/** Undo and redo are what is tested afterwards; within a run they would only shorten it. */
const COMMANDS = ACTIONS.filter(({ id }) => id !== 'undo' && id !== 'redo');

function pick<T>(random: () => number, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)]!;
}

/** One thing that a person does: a command, a click, a drag, two fingers, or a number that is scrubbed. */
function act(editor: TestEditor, random: () => number): string {
  editor.clock += random() * 1500;
  const anywhere = () => ({ x: random() * 1.2 - 0.1, y: random() * 1.2 - 0.1 });
  const somewhere = () => (random() < 0.7 ? (pick(random, editor.scene.blobs) ?? anywhere()) : anywhere());
  const modifiers = { shift: random() < 0.2, alt: random() < 0.15, mod: random() < 0.3 };
  const kind = random();
  if (kind < 0.55) {
    const action = pick(random, COMMANDS);
    editor.run(action);
    if (action.release) action.release(editor.contextNow());
    return action.id;
  }
  if (kind < 0.7) {
    editor.click(somewhere(), modifiers);
    return 'click';
  }
  if (kind < 0.85) {
    editor.drag(somewhere(), anywhere(), modifiers);
    return 'drag';
  }
  if (kind < 0.9) {
    editor.down(somewhere());
    editor.move(anywhere());
    editor.key('Escape');
    editor.up(anywhere());
    return 'drag taken back';
  }
  if (kind < 0.95) {
    const at = somewhere();
    editor.pinch([at, { x: at.x + 0.1, y: at.y }], [anywhere(), anywhere()]);
    return 'pinch';
  }
  const state = editor.store.getState();
  state.begin();
  state.update((scene) => reshape(scene, state.selection, (blob) => ({ size: blob.size + random() })));
  state.commit('resize');
  return 'scrub';
}

function check(scene: Scene, done: readonly string[]): void {
  for (const { name, wrong } of INVARIANTS) {
    const fault = wrong(scene);
    if (fault !== null) throw new Error(`${name}: ${fault} after ${done.slice(-5).join(', ')}`);
  }
}

describe(`${RUNS} runs of ${STEPS} random edits`, () => {
  it('break nothing; undoing all gives the first document, redoing all the last, byte for byte', () => {
    const used = new Map<string, number>();
    let deepest = 0;
    for (let run = 0; run < RUNS; run++) {
      const random = randomOf(run);
      const editor = new TestEditor();
      const first = JSON.stringify(editor.scene);
      const done: string[] = [];
      for (let step = 0; step < STEPS; step++) {
        const before = editor.scene;
        const what = act(editor, random);
        done.push(what);
        used.set(what, (used.get(what) ?? 0) + 1);
        if (editor.scene !== before) check(editor.scene, done);
        expect(editor.store.getState().mark).toBeNull();
      }
      const last = JSON.stringify(editor.scene);
      deepest = Math.max(deepest, editor.steps.length);
      while (editor.run('undo'));
      expect(JSON.stringify(editor.scene), `run ${run}`).toBe(first);
      while (editor.run('redo'));
      expect(JSON.stringify(editor.scene), `run ${run}`).toBe(last);
    }
    // The runs must have done something, and everything that there is to do.
    expect(deepest).toBeGreaterThan(STEPS / 4);
    expect(COMMANDS.map(({ id }) => id).filter((id) => !used.has(id))).toEqual([]);
  }, 120_000);
});
