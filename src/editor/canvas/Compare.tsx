/** The room beside what its seed made: a split with a divider, or the difference of the two. */
import { type PointerEvent, type ReactElement, useRef } from 'react';
import { useEditor, useUi } from '../context';
import { useText } from '../i18n';
import type { View } from './geometry';

/** One arrow press on the divider; with Shift ten. */
const STEP = 0.01;

const within = (part: number): number => Math.min(1, Math.max(0, part));

/** The original over the picture: left of the divider, or all of it, subtracted by the style sheet. */
export function Original({ view }: { view: View }): ReactElement {
  const { resolution, attachOriginal } = useEditor();
  const t = useText();
  const split = useUi((state) => (state.compare === 'split' ? state.split : 1));
  return (
    <canvas
      ref={attachOriginal}
      className="picture original"
      data-testid="original"
      role="img"
      aria-label={t('view.before')}
      width={resolution}
      height={resolution}
      style={{
        left: view.left,
        top: view.top,
        width: view.side,
        height: view.side,
        clipPath: `inset(0 ${(1 - split) * 100}% 0 0)`,
      }}
    />
  );
}

/** Dragged with any pointer, or moved with the arrow keys. */
export function Divider({ view }: { view: View }): ReactElement {
  const { ui } = useEditor();
  const t = useText();
  const split = useUi((state) => state.split);
  /** Where the pointer took hold of it, from its line. */
  const hold = useRef<number | null>(null);
  const put = (part: number): void => ui.setState({ split: within(part) });
  const onMove = (event: PointerEvent): void => {
    if (hold.current === null) return;
    put((event.clientX - hold.current - view.left) / view.side);
  };
  return (
    <>
      <span className="compare-label" style={{ left: view.left + 8, top: view.top + 8 }}>
        {t('view.before')}
      </span>
      <span className="compare-label after" style={{ left: view.left + view.side - 8, top: view.top + 8 }}>
        {t('view.after')}
      </span>
      <div
        className="divider-handle"
        role="slider"
        tabIndex={0}
        aria-label={t('view.divider')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(split * 100)}
        aria-valuetext={`${Math.round(split * 100)} %`}
        style={{ left: view.left + split * view.side, top: view.top, height: view.side }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          hold.current = event.clientX - view.left - split * view.side;
        }}
        onPointerMove={onMove}
        onPointerUp={() => {
          hold.current = null;
        }}
        onPointerCancel={() => {
          hold.current = null;
        }}
        onKeyDown={(event) => {
          const step = STEP * (event.shiftKey ? 10 : 1);
          if (event.key === 'ArrowLeft' || event.key === 'ArrowDown') put(split - step);
          else if (event.key === 'ArrowRight' || event.key === 'ArrowUp') put(split + step);
          else if (event.key === 'Home') put(0);
          else if (event.key === 'End') put(1);
          else return;
          event.preventDefault();
        }}
      />
    </>
  );
}
