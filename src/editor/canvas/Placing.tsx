import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { isComposing } from '../actions/chords';
import { useEditor, useUi } from '../context';
import { cutOutSquare } from '../cut-out';
import { nameOf, useText } from '../i18n';
import { ThingPicture } from '../panels/ThingPicture';
import { placeThing } from '../placing';
import { sayFull } from '../sharing';
import type { BlobShape } from '../../scene';
import type { LibraryThing } from '../thing-library';
import { NO_MOUSE, useMedia } from '../useMedia';
import { type Point, outlineOf, toCanvas, toPicture, viewOf } from './geometry';
import { NO_STANDS, stoodAt } from './standing';
import { modOf } from './usePointers';

/** While a thing of the library is in the hand: it follows the pointer, a click or the end of a drag puts it down. */
export function Placing(): ReactElement | null {
  const thing = useUi((state) => state.placing);
  return thing && <InHand key={thing.key} thing={thing} />;
}

/** How the thing would stand, and where its middle is on the page, in CSS pixels: outside the canvas, under the pointer. */
interface Held {
  readonly shape: BlobShape;
  readonly at: Point;
}

function InHand({ thing }: { thing: LibraryThing }): ReactElement {
  const { store, ui, sharing, stands } = useEditor();
  const t = useText();
  const touch = useMedia(NO_MOUSE);
  const cover = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState<Held | null>(null);
  useEffect(() => {
    const letGo = (): void => ui.setState({ placing: null, guides: [] });
    /** @returns null when the pointer is outside the canvas */
    const stood = (event: PointerEvent): ReturnType<typeof stoodAt> | null => {
      const box = cover.current?.getBoundingClientRect();
      if (!box) return null;
      const point = { x: event.clientX - box.left, y: event.clientY - box.top };
      if (Math.min(point.x, point.y) < 0 || point.x > box.width || point.y > box.height) return null;
      const { size, camera, depth } = ui.getState();
      const holding = depth !== modOf(event) ? stands : NO_STANDS;
      return stoodAt(thing.blob, toPicture(viewOf(size, camera), point), holding);
    };
    const putDown = (event: PointerEvent): void => {
      const found = stood(event);
      // Let go elsewhere, it stays in the hand: a click on its picture took it up.
      if (!found) return;
      letGo();
      if (!placeThing(store, thing, found.shape)) sayFull(sharing);
    };
    const move = (event: PointerEvent): void => {
      const found = stood(event);
      const { size, camera } = ui.getState();
      const box = cover.current!.getBoundingClientRect();
      const middle = found && toCanvas(viewOf(size, camera), found.shape);
      setHeld({
        shape: found?.shape ?? thing.blob,
        at: middle
          ? { x: box.left + middle.x, y: box.top + middle.y }
          : { x: event.clientX, y: event.clientY },
      });
      ui.setState({ guides: found?.guide ? [found.guide] : [] });
    };
    const key = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || isComposing(event)) return;
      event.stopPropagation();
      letGo();
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', putDown);
    window.addEventListener('pointercancel', letGo);
    window.addEventListener('keydown', key, true);
    return () => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', putDown);
      window.removeEventListener('pointercancel', letGo);
      window.removeEventListener('keydown', key, true);
    };
  }, [store, ui, sharing, stands, thing]);
  return (
    <div ref={cover} className="placing">
      <p className="banner" role="status">
        {t(touch ? 'library.placeByTouch' : 'library.place', { name: nameOf(t, thing.blob) })}
      </p>
      {held && <Ghost thing={thing} {...held} />}
    </div>
  );
}

/** The thing as large as it will be, and its outline. */
function Ghost({ thing, shape, at }: Held & { thing: LibraryThing }): ReactElement {
  const { abNorm } = useEditor();
  const size = useUi((state) => state.size);
  const camera = useUi((state) => state.camera);
  const { side } = viewOf(size, camera);
  const { room, blob } = thing;
  const square = useMemo(() => cutOutSquare(room, blob, abNorm), [room, blob, abNorm]);
  const { semiMajor, semiMinor, angle } = outlineOf(shape, abNorm);
  const grown = Math.sqrt(Math.max(0, shape.size) / Math.max(1e-6, blob.size));
  return (
    <div className="in-hand" style={{ left: at.x, top: at.y }}>
      <div
        className="ghost-picture"
        style={{
          left: (square.x - blob.x) * grown * side,
          top: (square.y - blob.y) * grown * side,
          width: square.side * grown * side,
        }}
      >
        <ThingPicture thing={thing} />
      </div>
      <div
        className="ghost-outline"
        style={{
          width: 2 * semiMajor * side,
          height: 2 * semiMinor * side,
          rotate: `${angle}rad`,
        }}
      />
    </div>
  );
}
