// @vitest-environment happy-dom
/**
 * Which components render while a blob is dragged: those that show where it is, and no others. Every component is
 * counted, because the function that JSX calls is wrapped: one that is added tomorrow counts too.
 */
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mountEditor } from './mounted-editor';
import { TestEditor } from './test-editor';

const counted = vi.hoisted(() => {
  const renders = new Map<string, number>();
  const wrappers = new Map<unknown, unknown>();
  type Component = (props: object) => unknown;
  const counting = (type: Component): Component => {
    const wrapper: Component = (props) => {
      renders.set(type.name, (renders.get(type.name) ?? 0) + 1);
      return type(props);
    };
    return wrapper;
  };
  const wrap = (type: unknown, memo: (component: never) => unknown): unknown => {
    const isMemo = typeof type === 'object' && type !== null && 'compare' in type && 'type' in type;
    if (typeof type !== 'function' && !isMemo) return type;
    if (typeof type === 'function' && type.prototype?.isReactComponent) return type;
    if (!wrappers.has(type))
      wrappers.set(
        type,
        isMemo ? memo(counting(type.type as Component) as never) : counting(type as Component),
      );
    return wrappers.get(type);
  };
  return { renders, wrap };
});

vi.mock('react/jsx-dev-runtime', async (original) => {
  const real = await original<{ jsxDEV: (type: unknown, ...rest: unknown[]) => unknown }>();
  const { memo } = await import('react');
  return {
    ...real,
    jsxDEV: (type: unknown, ...rest: unknown[]) => real.jsxDEV(counted.wrap(type, memo as never), ...rest),
  };
});

vi.mock('../../../src/editor/canvas/konva', () => import('./konva-stand-in'));

/** What shows where a blob is or how large it is, or draws a line to it. */
const SHOWS_THE_BLOB = [
  'Outlines',
  'Outline',
  'GroupOutline',
  'NameTag',
  'HandleMarks',
  'Guides',
  'Inspector',
  'Numbers',
  'NumberField',
  // Parts of the inspector, which shows the numbers.
  'OfOne',
  'SourceRows',
  'MixField',
];
/** Konva's own shapes, which those are made of. */
const SHAPES = ['Group', 'Nothing'];

const MOVES = 20;
const BED = { x: 0.4, y: 0.7 };

describe('dragging a blob', () => {
  let editor: TestEditor;
  let unmount: () => void;

  beforeEach(async () => {
    editor = new TestEditor();
    unmount = await mountEditor(editor);
    await act(() => editor.click(BED));
    // What is said of the click comes a moment later.
    await act(() => new Promise((resolve) => setTimeout(resolve, 400)));
  });
  afterEach(() => unmount());

  it('renders nothing that does not show it, and of the outlines its own alone', async () => {
    await act(() => editor.down(BED, { mod: true }));
    await act(() => editor.move({ x: 0.41, y: 0.7 }, { mod: true }));
    counted.renders.clear();
    for (let n = 1; n <= MOVES; n++)
      await act(() => editor.move({ x: BED.x + 0.01 + n / 200, y: BED.y }, { mod: true }));
    const rendered = Object.fromEntries(counted.renders);
    const others = Object.keys(rendered).filter((name) => ![...SHOWS_THE_BLOB, ...SHAPES].includes(name));
    expect(others, JSON.stringify(rendered)).toEqual([]);
    expect(rendered).toMatchObject({ Outline: MOVES, Outlines: MOVES, Inspector: MOVES, Numbers: MOVES });
  });
});
