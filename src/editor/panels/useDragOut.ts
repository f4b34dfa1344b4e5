import { type MouseEvent, type PointerEvent, useRef } from 'react';

/** A press that moves less than this is a click, in CSS pixels. */
const SLOP = 5;

interface DragOut {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerLeave: (event: PointerEvent) => void;
  readonly onPointerUp: () => void;
  readonly onPointerCancel: () => void;
  readonly onClickCapture: (event: MouseEvent) => void;
}

/** What is pressed and pulled is taken up; a press that does not move stays a click. */
export function useDragOut(take: () => void): DragOut {
  const from = useRef<{ x: number; y: number } | null>(null);
  const pulled = useRef(false);
  const letGo = (): void => {
    from.current = null;
  };
  const pull = (): void => {
    letGo();
    pulled.current = true;
    take();
  };
  return {
    onPointerDown: ({ button, clientX: x, clientY: y }) => {
      pulled.current = false;
      if (button === 0) from.current = { x, y };
    },
    onPointerMove: ({ clientX, clientY }) => {
      const start = from.current;
      if (start && Math.hypot(clientX - start.x, clientY - start.y) >= SLOP) pull();
    },
    // A fast hand is elsewhere with its first move.
    onPointerLeave: ({ buttons }) => {
      if (from.current && buttons & 1) pull();
      else letGo();
    },
    onPointerUp: letGo,
    onPointerCancel: letGo,
    onClickCapture: (event) => {
      if (pulled.current) event.stopPropagation();
      pulled.current = false;
    },
  };
}
