/** The pointers on the canvas: mouse, pen and up to two fingers, turned into gestures. */
import { type PointerEvent, type WheelEvent, useRef, useState } from 'react';
import { duplicate } from '../../scene';
import { useEditor } from '../context';
import { type Point, toPicture, viewOf, zoomAbout } from './geometry';
import { type Gesture, applyGesture, inMarquee, labelOf, transformGroup } from './gesture';
import { type Target, findHandle, reachOf, selectAt } from './press';

/** A press that moves less than this is a click, in CSS pixels. */
const SLOP = 3;
/** A finger that rests this long opens the menu, in milliseconds. */
const LONG_PRESS = 550;

interface Press {
  readonly kind: 'gesture' | 'pan' | 'marquee' | 'none';
  readonly gesture: Gesture | null;
  readonly at: Point;
  /** Selected when the press ends as a click: a plain click on one of several selects it alone. */
  readonly clickSelects: string | null;
  readonly copies: boolean;
  moved: boolean;
}

/** Two fingers: on a selected blob they scale and turn it, elsewhere they pan and zoom. */
interface Pinch {
  readonly onSelection: boolean;
  readonly start: readonly [Point, Point];
  last: readonly [Point, Point];
}

const middleOf = ([a, b]: readonly [Point, Point]): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const spanOf = ([a, b]: readonly [Point, Point]): number => Math.hypot(b.x - a.x, b.y - a.y);
const turnOf = ([a, b]: readonly [Point, Point]): number => Math.atan2(b.y - a.y, b.x - a.x);

function pointOf(event: { currentTarget: Element; clientX: number; clientY: number }): Point {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

export interface Pointers {
  readonly cursor: string;
  /** Corners of the marquee in canvas pixels while one is drawn. */
  readonly marquee: readonly [Point, Point] | null;
  readonly cancel: () => boolean;
  readonly handlers: {
    onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    onPointerUp: (event: PointerEvent<HTMLElement>) => void;
    onPointerCancel: (event: PointerEvent<HTMLElement>) => void;
    onPointerLeave: () => void;
    onWheel: (event: WheelEvent<HTMLElement>) => void;
    onContextMenu: (event: React.MouseEvent<HTMLElement>) => void;
  };
}

/** @param spaceHeld whether the space bar turns a drag into a pan */
export function usePointers(spaceHeld: () => boolean): Pointers {
  const { store, ui, abNorm } = useEditor();
  const press = useRef<Press | null>(null);
  const pinch = useRef<Pinch | null>(null);
  const fingers = useRef(new Map<number, Point>());
  const longPress = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [cursor, setCursor] = useState('default');
  const [marquee, setMarquee] = useState<readonly [Point, Point] | null>(null);

  const target = (): Target | null => {
    const { scene, selection } = store.getState();
    const { size, camera } = ui.getState();
    return scene && { scene, selection, abNorm, view: viewOf(size, camera) };
  };

  const end = (cancelled: boolean): boolean => {
    clearTimeout(longPress.current);
    const current = press.current;
    press.current = null;
    setMarquee(null);
    if (!current) return false;
    const state = store.getState();
    if (current.moved && current.gesture) {
      if (cancelled) state.cancel();
      else state.commit(current.copies ? 'duplicate' : labelOf(current.gesture));
    } else if (!current.moved && !cancelled && current.clickSelects) state.select([current.clickSelects]);
    return current.moved;
  };

  const beginPinch = (): void => {
    const points = [...fingers.current.values()] as [Point, Point];
    end(true);
    const found = target();
    if (!found) return;
    const hit = selectAt(found, middleOf(points), false).id;
    const onSelection = hit !== null && found.selection.has(hit);
    pinch.current = { onSelection, start: points, last: points };
    if (onSelection) store.getState().begin();
  };

  const movePinch = (current: Pinch): void => {
    const points = [...fingers.current.values()] as [Point, Point];
    const found = target();
    if (!found || points.length < 2) return;
    if (current.onSelection) {
      const middle = toPicture(found.view, middleOf(current.start));
      const now = toPicture(found.view, middleOf(points));
      const grown = spanOf(points) / Math.max(1, spanOf(current.start));
      const turn = turnOf(points) - turnOf(current.start);
      store.getState().update((scene) => {
        const turned = transformGroup(scene, found.selection, middle, grown, turn);
        const move: Gesture = { type: 'move', ids: found.selection, from: middle };
        return applyGesture(turned, move, abNorm, now, false);
      });
    } else {
      const { camera, size } = ui.getState();
      const [before, after] = [middleOf(current.last), middleOf(points)];
      const factor = spanOf(points) / Math.max(1, spanOf(current.last));
      const zoomed = zoomAbout(camera, factor, before, size);
      ui.setState({
        camera: { ...zoomed, x: zoomed.x + after.x - before.x, y: zoomed.y + after.y - before.y },
      });
    }
    current.last = points;
  };

  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    const at = pointOf(event);
    const found = target();
    if (!found) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    if (event.pointerType === 'touch') {
      fingers.current.set(event.pointerId, at);
      if (fingers.current.size === 2) beginPinch();
      if (fingers.current.size > 1) return;
      const { clientX, clientY } = event;
      longPress.current = setTimeout(() => {
        if (press.current?.moved) return;
        end(true);
        ui.setState({ menu: { x: clientX, y: clientY } });
      }, LONG_PRESS);
    }
    const none: Press = { kind: 'none', gesture: null, at, clickSelects: null, copies: false, moved: false };
    if (event.button === 1 || ui.getState().tool === 'hand' || spaceHeld()) {
      press.current = { ...none, kind: 'pan' };
      setCursor('grabbing');
      return;
    }
    if (event.button !== 0) return;
    const handle = findHandle(found, at, reachOf(event.pointerType));
    if (handle) {
      press.current = { ...none, kind: 'gesture', gesture: handle.gesture };
      return;
    }
    const { selection, id } = selectAt(found, at, event.shiftKey);
    if (id && !event.shiftKey && found.scene.blobs.some((blob) => blob.id === id && blob.locked)) {
      // What is locked cannot be dragged: a drag draws a marquee over it, a click selects it.
      press.current = { ...none, kind: 'marquee', clickSelects: id };
      return;
    }
    // A press on one of several may become a drag of all: only a click selects it alone.
    const clickSelects =
      id && !event.shiftKey && found.selection.size > 1 && found.selection.has(id) ? id : null;
    store.getState().select(selection);
    if (!id) {
      press.current = { ...none, kind: 'marquee' };
      return;
    }
    const gesture: Gesture = { type: 'move', ids: selection, from: toPicture(found.view, at) };
    press.current = { ...none, kind: 'gesture', gesture, clickSelects, copies: event.altKey };
  };

  /** The first real movement of a press. */
  const start = (current: Press): void => {
    const state = store.getState();
    current.moved = true;
    clearTimeout(longPress.current);
    if (!current.gesture) return;
    state.begin();
    if (!current.copies || current.gesture.type !== 'move') return;
    // Alt: the copies move, the originals stay. They are made once, at the mark.
    const { ids } = current.gesture;
    let copied: string[] = [];
    state.update((scene) => {
      const made = duplicate(scene, ids, 0, 0);
      copied = made.ids;
      return made.scene;
    });
    if (copied.length) {
      press.current = { ...current, gesture: { ...current.gesture, ids: new Set(copied) } };
      state.select(copied);
    }
  };

  const drag = (current: Press, event: PointerEvent<HTMLElement>, at: Point): void => {
    const found = target();
    if (!found) return;
    if (current.kind === 'pan') {
      const { camera } = ui.getState();
      ui.setState({ camera: { ...camera, x: camera.x + event.movementX, y: camera.y + event.movementY } });
    } else if (current.kind === 'marquee') {
      setMarquee([current.at, at]);
      const [a, b] = [toPicture(found.view, current.at), toPicture(found.view, at)];
      store.getState().select(inMarquee(found.scene.blobs, a, b));
    } else if (current.gesture) {
      const { gesture, copies } = current;
      const originals = gesture.type === 'move' && copies ? originalsOf(gesture) : null;
      store.getState().update((scene) => {
        const base = originals ? duplicate(scene, originals, 0, 0).scene : scene;
        return applyGesture(base, gesture, abNorm, toPicture(found.view, at), event.shiftKey);
      });
    }
  };

  /** Blobs whose copies a gesture moves: those selected at its mark. */
  const originalsOf = (_: Gesture): ReadonlySet<string> =>
    store.getState().mark?.selection ?? new Set<string>();

  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    const at = pointOf(event);
    if (event.pointerType === 'touch' && fingers.current.has(event.pointerId)) {
      fingers.current.set(event.pointerId, at);
      if (pinch.current) {
        movePinch(pinch.current);
        return;
      }
    }
    const current = press.current;
    if (current) {
      if (!current.moved && Math.hypot(at.x - current.at.x, at.y - current.at.y) < SLOP) return;
      if (!current.moved) start(current);
      if (press.current) drag(press.current, event, at);
      return;
    }
    hover(event, at);
  };

  const hover = (event: PointerEvent<HTMLElement>, at: Point): void => {
    const found = target();
    if (!found || event.pointerType === 'touch') return;
    if (ui.getState().tool === 'hand' || spaceHeld()) {
      setCursor('grab');
      return;
    }
    const handle = findHandle(found, at, reachOf(event.pointerType));
    const { id } = handle ? { id: null } : selectAt(found, at, false);
    store.getState().hover(id);
    setCursor(handle ? (handle.kind === 'rotate' ? 'grab' : 'crosshair') : id ? 'move' : 'default');
  };

  const lift = (event: PointerEvent<HTMLElement>, cancelled: boolean): void => {
    fingers.current.delete(event.pointerId);
    if (pinch.current) {
      if (pinch.current.onSelection) {
        if (cancelled) store.getState().cancel();
        else store.getState().commit('resize');
      }
      pinch.current = null;
      return;
    }
    end(cancelled);
  };

  return {
    cursor,
    marquee,
    cancel: () => end(true),
    handlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp: (event) => lift(event, false),
      onPointerCancel: (event) => lift(event, true),
      onPointerLeave: () => store.getState().hover(null),
      onWheel: (event) => {
        const { camera, size } = ui.getState();
        if (event.ctrlKey || event.metaKey) {
          const factor = Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.06 : 0.002));
          ui.setState({ camera: zoomAbout(camera, factor, pointOf(event), size) });
        } else {
          const [dx, dy] = event.shiftKey ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
          ui.setState({ camera: { ...camera, x: camera.x - dx, y: camera.y - dy } });
        }
      },
      onContextMenu: (event) => {
        event.preventDefault();
        const found = target();
        if (!found) return;
        store.getState().select(selectAt(found, pointOf(event), false).selection);
        ui.setState({ menu: { x: event.clientX, y: event.clientY } });
      },
    },
  };
}
