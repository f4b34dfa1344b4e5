import { type KeyboardEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import { Layer, Rect, Stage } from 'react-konva';
import { useEditor, useScene, useUi } from '../context';
import { nameOf, titled, useText } from '../i18n';
import { GroupOutline, Outlines } from './Outlines';
import { type View, viewOf } from './geometry';
import { usePointers } from './usePointers';

/** Tells the editor's state how large the canvas is. */
function useSize(): (element: HTMLElement | null) => void {
  const { ui } = useEditor();
  const [element, setElement] = useState<HTMLElement | null>(null);
  useEffect(() => {
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const { width, height } = entry.contentRect;
      ui.setState({ size: { width, height } });
    });
    observer.observe(element);
    // React's wheel listeners are passive: the page must not zoom along with the room.
    const keepPage = (event: WheelEvent): void => event.preventDefault();
    element.addEventListener('wheel', keepPage, { passive: false });
    return () => {
      observer.disconnect();
      element.removeEventListener('wheel', keepPage);
    };
  }, [element, ui]);
  return setElement;
}

export function Canvas(): ReactElement {
  const { resolution, attachPicture } = useEditor();
  const t = useText();
  const attach = useSize();
  const size = useUi((state) => state.size);
  const camera = useUi((state) => state.camera);
  const hand = useUi((state) => state.tool === 'hand');
  const space = useRef(false);
  const { cursor, marquee, cancel, handlers } = usePointers(() => space.current);
  const announcement = useScene(({ scene, selection }) => {
    if (selection.size > 1) return t('canvas.severalSelected', { count: selection.size });
    const blob = scene?.blobs.find((candidate) => selection.has(candidate.id));
    if (!blob) return t('canvas.nothingSelected');
    const percent = (part: number): number => Math.round(part * 100);
    return t('canvas.selected', { name: titled(nameOf(t, blob)), x: percent(blob.x), y: percent(blob.y) });
  });
  const view = viewOf(size, camera);

  const onKey = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key === ' ') {
      space.current = event.type === 'keydown';
      event.preventDefault();
    }
    if (event.type === 'keydown' && event.key === 'Escape' && cancel()) event.stopPropagation();
  };

  return (
    <div
      ref={attach}
      className="canvas"
      data-testid="stage"
      role="application"
      aria-label={t('canvas.title')}
      aria-describedby="canvas-help"
      tabIndex={0}
      style={{ cursor: hand && cursor === 'default' ? 'grab' : cursor }}
      onKeyDown={onKey}
      onKeyUp={onKey}
      onBlur={() => {
        space.current = false;
      }}
      {...handlers}
    >
      <Picture view={view} resolution={resolution} attach={attachPicture} />
      <Stage width={size.width} height={size.height} listening={false} className="overlay">
        <Layer listening={false}>
          <Outlines view={view} />
          <GroupOutline view={view} />
          {marquee && (
            <Rect
              x={marquee[0].x}
              y={marquee[0].y}
              width={marquee[1].x - marquee[0].x}
              height={marquee[1].y - marquee[0].y}
              fill="rgba(61, 123, 253, 0.12)"
              stroke="#3d7bfd"
              strokeWidth={1}
            />
          )}
        </Layer>
      </Stage>
      <p id="canvas-help" className="visually-hidden">
        {t('canvas.help')}
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
  const t = useText();
  return (
    <canvas
      ref={attach}
      className="picture"
      data-testid="picture"
      data-state="empty"
      role="img"
      aria-label={t('canvas.picture')}
      width={resolution}
      height={resolution}
      style={{ left: view.left, top: view.top, width: view.side, height: view.side }}
    />
  );
}
