/** The DOM's pointer events, as data for `Pointers`. */
import { type MouseEvent, type PointerEvent, type WheelEvent, useEffect, useMemo } from 'react';
import { isComposing } from '../actions/chords';
import { useEditor } from '../context';
import { isMac } from '../platform';
import type { Point } from './geometry';
import type { PointerInput } from './pointer-input';
import { Pointers } from './pointers';

function pointOf(event: { currentTarget: Element; clientX: number; clientY: number }): Point {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

/** Ctrl, on a Mac Cmd. */
export const modOf = (event: { ctrlKey: boolean; metaKey: boolean }): boolean =>
  isMac() ? event.metaKey : event.ctrlKey;

function inputOf(event: PointerEvent<HTMLElement>): PointerInput {
  const { pointerType, clientX, clientY } = event;
  return {
    id: event.pointerId,
    type: pointerType === 'touch' || pointerType === 'pen' ? pointerType : 'mouse',
    button: event.button,
    buttons: event.buttons,
    at: pointOf(event),
    page: { x: clientX, y: clientY },
    shift: event.shiftKey,
    alt: event.altKey,
    mod: modOf(event),
  };
}

export interface PointerHandlers {
  onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  onPointerCancel: (event: PointerEvent<HTMLElement>) => void;
  onPointerLeave: () => void;
  onWheel: (event: WheelEvent<HTMLElement>) => void;
  onDoubleClick: (event: MouseEvent<HTMLElement>) => void;
  onContextMenu: (event: MouseEvent<HTMLElement>) => void;
}

/** Space pans while it is held, wherever the focus is on nothing that a space bar presses. */
function useSpace(pointers: Pointers): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== ' ' || (event.type === 'keydown' && isComposing(event))) return;
      const { target } = event;
      const own = target instanceof HTMLElement && target.matches('.canvas, body');
      if (event.type === 'keydown' && !own) return;
      if (own) event.preventDefault();
      pointers.holdSpace(event.type === 'keydown');
    };
    const onBlur = (): void => pointers.holdSpace(false);
    window.addEventListener('keydown', onKey);
    window.addEventListener('keyup', onKey);
    window.addEventListener('blur', onBlur);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('keyup', onKey);
      window.removeEventListener('blur', onBlur);
    };
  }, [pointers]);
}

export function usePointers(): PointerHandlers {
  const { store, ui, abNorm, sharing, stands } = useEditor();
  const pointers = useMemo(
    () => new Pointers(store, ui, abNorm, sharing, stands),
    [store, ui, abNorm, sharing, stands],
  );
  useSpace(pointers);
  useEffect(
    () =>
      store.subscribe((now, before) => {
        // Another scene: what the pointer was on is not there any more.
        if (now.record !== before.record) ui.setState({ hovered: null });
      }),
    [store, ui],
  );
  return useMemo(
    () => ({
      onPointerDown: (event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        pointers.down(inputOf(event));
      },
      onPointerMove: (event) => pointers.move(inputOf(event)),
      onPointerUp: (event) => pointers.up(inputOf(event)),
      onPointerCancel: (event) => pointers.cancelled(inputOf(event)),
      onPointerLeave: () => pointers.leave(),
      onWheel: (event) =>
        pointers.wheel({
          at: pointOf(event),
          dx: event.deltaX,
          dy: event.deltaY,
          lines: event.deltaMode === 1,
          zooms: event.ctrlKey || event.metaKey,
          shift: event.shiftKey,
        }),
      onDoubleClick: (event) => pointers.doubleClick(pointOf(event)),
      onContextMenu: (event) => {
        event.preventDefault();
        pointers.menu(pointOf(event), { x: event.clientX, y: event.clientY });
      },
    }),
    [pointers],
  );
}
