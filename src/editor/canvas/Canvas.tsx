import { type ReactElement, memo, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { Layer, Stage } from './konva';
import { useEditor, useScene, useUi } from '../context';
import { useText } from '../i18n';
import type { CompareMode } from '../ui';
import './canvas.css';
import { Announcer } from './Announcer';
import { Divider, Original } from './Compare';
import { Mirror, optionId } from './Mirror';
import { GroupOutline, Outlines } from './Outlines';
import { Guides, Marquee, Region } from './Overlays';
import { type View, viewOf } from './geometry';
import { usePointers } from './usePointers';

/** What floats over the lower end of the canvas. */
const FLOATING = '.tools, .variants';

/** Tells the editor's state how large the canvas is, and how much of it is covered. */
function useSize(): (element: HTMLElement | null) => void {
  const { ui } = useEditor();
  const [element, setElement] = useState<HTMLElement | null>(null);
  useEffect(() => {
    if (!element) return;
    const floating = (): Element[] => [...document.querySelectorAll(FLOATING)];
    const observer = new ResizeObserver(() => {
      const { width, height, bottom } = element.getBoundingClientRect();
      const tops = floating().map((each) => each.getBoundingClientRect().top);
      const covered = Math.max(0, bottom - Math.min(bottom, ...tops));
      ui.setState({ size: { width, height, flush: covered === 0 }, covered });
    });
    for (const each of [element, ...floating()]) observer.observe(each);
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
  const t = useText();
  const attach = useSize();
  const size = useUi((state) => state.size);
  const camera = useUi((state) => state.camera);
  const hand = useUi((state) => state.tool === 'hand');
  const cursor = useUi((state) => state.cursor);
  const { shown, bare, late } = useShownBefore();
  // A screen reader cannot read Konva's canvas: the mirror in the DOM tells it what is selected.
  const active = useScene(({ scene, selection }) => {
    const at = scene?.blobs.findLastIndex((blob) => selection.has(blob.id)) ?? -1;
    return at < 0 ? undefined : optionId(at);
  });
  const handlers = usePointers();
  const view = useMemo(() => viewOf(size, camera), [size, camera]);
  return (
    <div className="stage">
      <div
        ref={attach}
        className="canvas"
        data-testid="stage"
        role="application"
        aria-label={t('canvas.title')}
        aria-describedby="canvas-help"
        aria-activedescendant={active}
        tabIndex={0}
        data-bare={bare}
        style={{ cursor: hand && cursor === 'default' ? 'grab' : cursor }}
        {...handlers}
      >
        <div className="pictures" data-compare={shown}>
          <Picture view={view} />
          {shown !== 'off' && <Original view={view} />}
        </div>
        <Stage width={size.width} height={size.height} listening={false} className="overlay">
          <Layer listening={false}>
            <Region view={view} />
            <Outlines view={view} />
            <GroupOutline view={view} />
            <Guides view={view} />
            <Marquee />
          </Layer>
        </Stage>
        <Mirror view={view} />
      </div>
      {shown === 'split' && <Divider view={view} />}
      {late && (
        <p className="banner" role="status">
          {t('view.beforeLate')}
        </p>
      )}
      <p id="canvas-help" className="visually-hidden">
        {t('canvas.help')}
      </p>
      <Announcer />
    </div>
  );
}

/**
 * How the room as it came is shown. Nothing lies over pictures that are compared, but for what the hand does in them; a
 * picture that is not there yet changes nothing, and that is said.
 */
function useShownBefore(): {
  readonly shown: CompareMode;
  readonly bare: boolean;
  readonly late: boolean;
} {
  const { comparison } = useEditor();
  const { held, ready } = useStore(comparison);
  const mode = useUi((state) => state.compare);
  const pressed = useUi((state) => state.cancelGesture !== null);
  const asked = held || mode !== 'off';
  return {
    // The picture itself is the one before, as long as that is held.
    shown: held || !ready ? 'off' : mode,
    bare: ready && (held || (asked && !pressed)),
    late: asked && !ready,
  };
}

/** The picture itself. Whoever draws paints on the canvas directly: a new picture renders no component. */
const Picture = memo(function Picture({ view }: { view: View }): ReactElement {
  const { resolution, attachPicture } = useEditor();
  const t = useText();
  return (
    <canvas
      ref={attachPicture}
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
});
