import { type KeyboardEvent, type PointerEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import { Layer, Stage } from 'react-konva';
import { useEditor, useScene } from '../context';
import { strings } from '../strings';
import { Outlines } from './Outlines';
import { type View, fitView, handleAt, handlesOf, outlineOf, pickBlob, toPicture } from './geometry';
import { type Gesture, applyGesture } from './gesture';

/** Room around the picture for handles that stick out of it, in CSS pixels. */
const MARGIN = 40;
const NARROW_MARGIN = 16;
/** How near a pointer must be to a handle: a fingertip needs 44 px across. */
const REACH = { mouse: 10, pen: 14, touch: 24 } as const;
/** A press that moves less than this is a click. */
const SLOP = 3;

function useSize(): [(element: HTMLElement | null) => void, { width: number; height: number }] {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return [setElement, size];
}

interface Press {
  readonly gesture: Gesture | null;
  readonly clientX: number;
  readonly clientY: number;
  moved: boolean;
}

export function Canvas(): ReactElement {
  const { store, abNorm, resolution, attachPicture } = useEditor();
  const [attach, size] = useSize();
  const press = useRef<Press | null>(null);
  const [cursor, setCursor] = useState('default');
  const announcement = useScene(({ scene, selection }) => {
    const blob = scene?.blobs.find((candidate) => selection.has(candidate.id));
    return blob ? strings.selected(blob.name, blob.x, blob.y) : strings.nothingSelected;
  });
  const view = fitView(size.width, size.height, size.width < 600 ? NARROW_MARGIN : MARGIN);

  const pointOf = (event: PointerEvent<HTMLElement>): { x: number; y: number } => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  /** The handle of the selected blob that is under a pointer, with the blob's id. */
  const findHandle = (
    event: PointerEvent<HTMLElement>,
  ): { id: string; kind: ReturnType<typeof handlesOf>[number]['kind'] } | null => {
    const { scene, selection } = store.getState();
    if (selection.size !== 1) return null;
    const blob = scene?.blobs.find((candidate) => selection.has(candidate.id));
    if (!blob || blob.locked || blob.hidden) return null;
    const reach = REACH[event.pointerType as keyof typeof REACH] ?? REACH.mouse;
    const handle = handleAt(handlesOf(outlineOf(blob, abNorm), view), pointOf(event), reach);
    return handle && { id: blob.id, kind: handle.kind };
  };

  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    const state = store.getState();
    if (!state.scene || event.button !== 0 || !event.isPrimary) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const from = toPicture(view, pointOf(event));
    const handle = findHandle(event);
    let gesture: Gesture | null = null;
    if (handle) gesture = { type: 'handle', kind: handle.kind, id: handle.id, from };
    else {
      const id = pickBlob(state.scene.blobs, abNorm, from);
      if (!id) state.select([]);
      else {
        if (!state.selection.has(id)) state.select([id]);
        gesture = { type: 'move', ids: store.getState().selection, from };
      }
    }
    press.current = { gesture, clientX: event.clientX, clientY: event.clientY, moved: false };
  };

  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    const state = store.getState();
    const point = toPicture(view, pointOf(event));
    const current = press.current;
    if (!current) {
      const handle = findHandle(event);
      const id = handle || !state.scene ? null : pickBlob(state.scene.blobs, abNorm, point);
      state.hover(id);
      setCursor(handle ? (handle.kind === 'rotate' ? 'grab' : 'crosshair') : id ? 'move' : 'default');
      return;
    }
    if (!current.gesture) return;
    if (!current.moved) {
      const distance = Math.hypot(event.clientX - current.clientX, event.clientY - current.clientY);
      if (distance < SLOP) return;
      current.moved = true;
      state.begin();
    }
    const { gesture } = current;
    state.update((scene) => applyGesture(scene, gesture, abNorm, point, event.shiftKey));
  };

  const end = (cancelled: boolean): void => {
    const current = press.current;
    press.current = null;
    if (!current?.moved) return;
    if (cancelled) store.getState().cancel();
    else store.getState().commit();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key === 'Escape' && press.current) {
      end(true);
      event.stopPropagation();
    }
  };

  return (
    <div
      ref={attach}
      className="canvas"
      data-testid="stage"
      role="application"
      aria-label={strings.canvas}
      aria-describedby="canvas-help"
      tabIndex={0}
      style={{ cursor }}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => end(false)}
      onPointerCancel={() => end(true)}
      onPointerLeave={() => store.getState().hover(null)}
      onKeyDown={onKeyDown}
    >
      <Picture view={view} resolution={resolution} attach={attachPicture} />
      <Stage width={size.width} height={size.height} listening={false} className="overlay">
        <Layer listening={false}>
          <Outlines view={view} />
        </Layer>
      </Stage>
      <p id="canvas-help" className="visually-hidden">
        {strings.canvasHelp}
      </p>
      <p className="visually-hidden" aria-live="polite">
        {announcement}
      </p>
    </div>
  );
}

/** The picture itself. Whoever draws paints on the canvas directly: a new picture renders no component. */
function Picture({
  view,
  resolution,
  attach,
}: {
  view: View;
  resolution: number;
  attach: (canvas: HTMLCanvasElement | null) => void;
}): ReactElement {
  return (
    <canvas
      ref={attach}
      className="picture"
      data-testid="picture"
      data-state="empty"
      role="img"
      aria-label={strings.picture}
      width={resolution}
      height={resolution}
      style={{ left: view.left, top: view.top, width: view.side, height: view.side }}
    />
  );
}
