import { type ReactElement, useEffect, useRef, useState } from 'react';
import { isComposing } from '../actions/chords';
import { useEditor, useUi } from '../context';
import { nameOf, useText } from '../i18n';
import { ThingPicture } from '../panels/ThingPicture';
import { placeThing } from '../placing';
import type { LibraryThing } from '../thing-library';
import { sayFull } from '../sharing';
import { NO_MOUSE, useMedia } from '../useMedia';
import { type Point, toPicture, viewOf } from './geometry';

/** While a thing of the library is in the hand: it follows the pointer, a click or the end of a drag puts it down. */
export function Placing(): ReactElement | null {
  const thing = useUi((state) => state.placing);
  return thing && <InHand key={thing.key} thing={thing} />;
}

function InHand({ thing }: { thing: LibraryThing }): ReactElement {
  const { store, ui, sharing } = useEditor();
  const t = useText();
  const touch = useMedia(NO_MOUSE);
  const cover = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<Point | null>(null);
  useEffect(() => {
    const letGo = (): void => ui.setState({ placing: null });
    const putDown = (event: PointerEvent): void => {
      const box = cover.current?.getBoundingClientRect();
      if (!box) return;
      const point = { x: event.clientX - box.left, y: event.clientY - box.top };
      // Let go elsewhere, it stays in the hand: a click on its picture took it up.
      if (Math.min(point.x, point.y) < 0 || point.x > box.width || point.y > box.height) return;
      const { size, camera } = ui.getState();
      letGo();
      if (!placeThing(store, thing, toPicture(viewOf(size, camera), point))) sayFull(sharing);
    };
    const move = (event: PointerEvent): void => setAt({ x: event.clientX, y: event.clientY });
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
  }, [store, ui, sharing, thing]);
  return (
    <div ref={cover} className="placing">
      <p className="banner" role="status">
        {t(touch ? 'library.placeByTouch' : 'library.place', { name: nameOf(t, thing.blob) })}
      </p>
      {at && (
        <div className="in-hand" style={{ left: at.x, top: at.y }}>
          <ThingPicture thing={thing} />
        </div>
      )}
    </div>
  );
}
