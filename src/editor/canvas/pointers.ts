/**
 * The pointers on the canvas: mouse, pen and up to two fingers, turned into gestures on the document. Knows neither
 * React nor the DOM: the canvas hands it events as data, tests do the same.
 */
import { type Ids, type SceneStore, unitAt, withGroups } from '../../scene';
import { type Sharing, sayFull } from '../sharing';
import type { UiStore } from '../ui';
import { type Point, toPicture, viewOf, zoomAbout } from './geometry';
import { type Gesture, applyGesture, inMarquee, labelOf, moved, snapped, turnedBy } from './gesture';
import { cursorOf } from './handles';
import type { PointerInput, WheelInput } from './pointer-input';
import { type Fingers, heldBy, pinchBlobs, pinchView, turnedByPinch } from './pinch';
import { type Target, blobUnder, findHandle, reachOf, selectAt } from './press';
import { SNAP_DISTANCE } from './snapping';
import { NO_STANDS } from './standing';

/** A press that moves less than this is a click, in CSS pixels. */
const SLOP = { mouse: 3, pen: 5, touch: 8 } as const;
/** A finger that rests this long opens the menu, in milliseconds. */
const LONG_PRESS = 550;

/** What the DOM adds up for each button. */
const BUTTON_BITS: Readonly<Record<number, number>> = { 0: 1, 1: 4, 2: 2 };

interface Press {
  readonly kind: 'gesture' | 'pan' | 'marquee';
  readonly gesture: Gesture | null;
  readonly pointer: PointerInput;
  /** Selected as soon as the press moves or ends: a finger may yet be joined by a second one. */
  readonly selects: Ids | null;
  /** Selected when the press ends as a click: a plain click on one of several selects it, or its group, alone. */
  readonly clickSelects: Ids | null;
  /** What Escape gives back. */
  readonly selectedBefore: Ids;
  last: Point;
  moved: boolean;
}

export class Pointers {
  /** Whether the space bar turns a drag into a pan. */
  private space = false;
  private press: Press | null = null;
  private pinch: {
    readonly ids: Ids | null;
    /** Of its two fingers; more may lie on the canvas. */
    readonly pointers: readonly [number, number];
    readonly start: Fingers;
    last: Fingers;
  } | null = null;
  private readonly fingers = new Map<number, Point>();
  private longPress: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly store: SceneStore,
    private readonly ui: UiStore,
    private readonly abNorm: number,
    private readonly sharing: Sharing | null,
    private readonly stands = NO_STANDS,
  ) {}

  holdSpace(held: boolean): void {
    if (held === this.space) return;
    this.space = held;
    if (!this.press) this.ui.setState({ cursor: held ? 'grab' : 'default' });
  }

  down(input: PointerInput): void {
    const target = this.target();
    if (!target) return;
    if (input.type === 'touch') {
      this.fingers.set(input.id, input.at);
      if (this.fingers.size === 2 && !this.isHeld()) this.beginPinch(target);
      if (this.fingers.size > 1) return;
    }
    if (this.press || this.pinch || input.button > 1) return;
    this.begin(this.pressAt(target, input));
    if (input.type !== 'touch') return;
    this.longPress = setTimeout(() => {
      const { press } = this;
      if (!press || press.moved) return;
      this.end(true);
      if (press.selects) this.store.getState().select(press.selects);
      this.ui.setState({ menu: input.page });
    }, LONG_PRESS);
  }

  move(input: PointerInput): void {
    if (input.type === 'touch' && this.fingers.has(input.id)) {
      this.fingers.set(input.id, input.at);
      if (this.pinch) {
        this.movePinch();
        return;
      }
    }
    const { press } = this;
    if (!press) {
      this.hover(input);
      return;
    }
    if (input.id !== press.pointer.id) return;
    // The browser tells of the end of a press only when the last button is up.
    const { buttons } = input;
    if (buttons !== undefined && !(buttons & BUTTON_BITS[press.pointer.button]!)) {
      this.end(false);
      return;
    }
    const from = press.pointer.at;
    const far = Math.hypot(input.at.x - from.x, input.at.y - from.y) >= SLOP[press.pointer.type];
    if (!press.moved && !far) return;
    if (!press.moved) this.start(press);
    this.drag(press, input);
    press.last = input.at;
  }

  up(input: PointerInput): void {
    this.lift(input, false);
  }

  cancelled(input: PointerInput): void {
    this.lift(input, true);
  }

  leave(): void {
    this.setHovered(null);
  }

  /** Takes the press or the pinch in progress back. */
  cancelGesture = (): void => {
    if (this.pinch?.ids) this.store.getState().cancel();
    this.pinch = null;
    this.end(true);
  };

  wheel({ at, dx, dy, lines, zooms, shift }: WheelInput): void {
    const { camera, size } = this.ui.getState();
    if (zooms) {
      this.ui.setState({ camera: zoomAbout(camera, Math.exp(-dy * (lines ? 0.06 : 0.002)), at, size) });
      return;
    }
    const step = lines ? 16 : 1;
    const [x, y] = shift && dx === 0 ? [dy, 0] : [dx, dy];
    this.ui.setState({ camera: { ...camera, x: camera.x - x * step, y: camera.y - y * step } });
  }

  /** Goes into a group: what is under the pointer is selected without the others. */
  doubleClick(at: Point): void {
    const target = this.target();
    if (!target || this.space || this.ui.getState().tool === 'hand') return;
    const id = blobUnder(target, at, reachOf('mouse'));
    if (id && withGroups(target.scene, new Set([id])).size > 1) this.store.getState().select([id]);
  }

  /** A right click, or the menu key. */
  menu(at: Point, page: Point): void {
    const target = this.target();
    if (!target || this.press || this.pinch) return;
    this.store.getState().select(selectAt(target, at, false).selection);
    this.ui.setState({ menu: page });
  }

  private target(): Target | null {
    const { scene, selection } = this.store.getState();
    const { size, camera, faintest } = this.ui.getState();
    return scene && { scene, selection, faintest, abNorm: this.abNorm, view: viewOf(size, camera) };
  }

  /** Whether further fingers are ignored: the press is a mouse's or a pen's, or drags something already. */
  private isHeld(): boolean {
    const { press } = this;
    return press !== null && (press.pointer.type !== 'touch' || (press.moved && press.gesture !== null));
  }

  private pressAt(target: Target, input: PointerInput): Press {
    const { at, type, shift } = input;
    const none: Press = {
      kind: 'marquee',
      gesture: null,
      pointer: input,
      selects: null,
      clickSelects: null,
      selectedBefore: target.selection,
      last: at,
      moved: false,
    };
    if (input.button === 1 || this.space || this.ui.getState().tool === 'hand')
      return { ...none, kind: 'pan' };
    const handle = findHandle(target, at, reachOf(type));
    if (handle) return { ...none, kind: 'gesture', gesture: handle.gesture };
    const { selection, id } = selectAt(target, at, shift, reachOf(type));
    if (!id) return { ...none, selects: selection };
    // What is locked cannot be dragged: a drag draws a marquee over it, a click selects it.
    const locked = target.scene.blobs.some((blob) => blob.id === id && blob.locked);
    const unit = unitAt(target.scene, target.selection, id);
    if (locked) return shift ? { ...none, selects: selection } : { ...none, clickSelects: unit };
    const from = toPicture(target.view, at);
    return {
      ...none,
      kind: 'gesture',
      gesture: { type: input.alt ? 'copy' : 'move', ids: selection, from },
      selects: selection,
      // A press on one of several may become a drag of all: only a click selects it alone.
      clickSelects: !shift && target.selection.size > 1 && target.selection.has(id) ? unit : null,
    };
  }

  private begin(press: Press): void {
    this.press = press;
    this.ui.setState({ cancelGesture: this.cancelGesture });
    if (press.kind === 'pan') this.ui.setState({ cursor: 'grabbing' });
    // A mouse shows at once what it has taken hold of.
    if (press.selects && press.pointer.type !== 'touch') this.store.getState().select(press.selects);
  }

  /** The first real movement of a press. */
  private start(press: Press): void {
    const state = this.store.getState();
    clearTimeout(this.longPress);
    press.moved = true;
    this.setHovered(null);
    if (press.selects) state.select(press.selects);
    if (!press.gesture) return;
    state.begin();
    const { gesture } = press;
    if (gesture.type === 'copy' && state.scene) {
      const { base, ids } = moved(state.scene, gesture);
      state.update(() => base);
      if (ids.size) state.select(ids);
      else sayFull(this.sharing);
    }
    if (gesture.type === 'handle' || gesture.type === 'group') {
      if (gesture.kind === 'rotate') this.ui.setState({ cursor: 'grabbing' });
    } else this.ui.setState({ cursor: gesture.type === 'copy' ? 'copy' : 'move' });
  }

  private drag({ kind, gesture, pointer, last, selectedBefore }: Press, input: PointerInput): void {
    const target = this.target();
    if (!target) return;
    const { at, shift } = input;
    const state = this.store.getState();
    if (kind === 'pan') {
      const { camera } = this.ui.getState();
      this.ui.setState({ camera: { ...camera, x: camera.x + at.x - last.x, y: camera.y + at.y - last.y } });
    } else if (kind === 'marquee') {
      this.ui.setState({ marquee: [pointer.at, at] });
      const [a, b] = [toPicture(target.view, pointer.at), toPicture(target.view, at)];
      const inside = withGroups(target.scene, new Set(inMarquee(target.scene.blobs, a, b)));
      state.select(pointer.shift ? [...selectedBefore, ...inside] : inside);
    } else if (gesture && state.mark) {
      const { snap, depth } = this.ui.getState();
      const stands = depth !== input.mod ? this.stands : NO_STANDS;
      const within = snap !== input.mod ? SNAP_DISTANCE / target.view.side : 0;
      const pointed = toPicture(target.view, at);
      const { to, guides } = snapped(state.mark.scene, gesture, this.abNorm, pointed, shift, within, stands);
      state.update((scene) => applyGesture(scene, gesture, this.abNorm, to, shift, stands));
      const turned = turnedBy(state.mark.scene, gesture, this.abNorm, to, shift);
      if (guides.length || this.ui.getState().guides.length || turned !== null)
        this.ui.setState({ guides, turned });
    }
  }

  private end(cancelled: boolean): void {
    clearTimeout(this.longPress);
    const { press } = this;
    this.press = null;
    this.ui.setState({
      marquee: null,
      guides: [],
      turned: null,
      cancelGesture: null,
      cursor: this.restingCursor(),
    });
    if (!press) return;
    const state = this.store.getState();
    if (press.moved && press.gesture) {
      if (cancelled) state.cancel();
      else state.commit(labelOf(press.gesture));
    } else if (press.moved && cancelled && press.kind === 'marquee') state.select(press.selectedBefore);
    else if (!press.moved && !cancelled) {
      if (press.clickSelects) state.select(press.clickSelects);
      else if (press.selects) state.select(press.selects);
    }
  }

  private beginPinch(target: Target): void {
    const pointers = [...this.fingers.keys()] as [number, number];
    const fingers = [...this.fingers.values()] as [Point, Point];
    this.end(true);
    const ids = heldBy({ ...target, selection: this.store.getState().selection }, fingers);
    this.pinch = { ids, pointers, start: fingers, last: fingers };
    if (ids) this.store.getState().begin();
    this.ui.setState({ cancelGesture: this.cancelGesture });
  }

  private movePinch(): void {
    const { pinch } = this;
    const target = this.target();
    if (!pinch || !target) return;
    const now = pinch.pointers.map((id) => this.fingers.get(id)!) as [Point, Point];
    const { ids, start, last } = pinch;
    if (ids) {
      const { update, mark } = this.store.getState();
      update((scene) => pinchBlobs(scene, ids, target.view, start, now));
      if (mark) this.ui.setState({ turned: turnedByPinch(mark.scene, ids, this.abNorm, start, now) });
    } else {
      const { camera, size } = this.ui.getState();
      this.ui.setState({ camera: pinchView(camera, size, last, now) });
    }
    pinch.last = now;
  }

  private lift(input: PointerInput, cancelled: boolean): void {
    this.fingers.delete(input.id);
    if (this.pinch) {
      // A third finger came and went.
      if (!this.pinch.pointers.includes(input.id)) return;
      if (this.pinch.ids) {
        if (cancelled) this.store.getState().cancel();
        else this.store.getState().commit('resize');
      }
      this.pinch = null;
      this.ui.setState({ turned: null, cancelGesture: null });
    } else if (this.press?.pointer.id === input.id) this.end(cancelled);
  }

  private hover(input: PointerInput): void {
    const target = this.target();
    if (!target || input.type === 'touch') return;
    if (this.ui.getState().tool === 'hand' || this.space) {
      this.ui.setState({ cursor: 'grab' });
      this.setHovered(null);
      return;
    }
    const found = findHandle(target, input.at, reachOf(input.type));
    const id = found ? null : selectAt(target, input.at, false).id;
    this.setHovered(id);
    const locked = target.scene.blobs.some((blob) => blob.id === id && blob.locked);
    const cursor = found ? cursorOf(found.handle, found.middle) : id && !locked ? 'move' : 'default';
    if (cursor !== this.ui.getState().cursor) this.ui.setState({ cursor });
  }

  private setHovered(id: string | null): void {
    if (id !== this.ui.getState().hovered) this.ui.setState({ hovered: id });
  }

  private restingCursor(): string {
    return this.space || this.ui.getState().tool === 'hand' ? 'grab' : 'default';
  }
}
