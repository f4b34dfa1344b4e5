import { type PointerEvent, type ReactElement, useRef } from 'react';
import { wholeDegrees } from '../../../scene';
import { useText } from '../../i18n';
import type { Scrub } from '../useScrub';

/** Degrees of a key, and of one with Shift. */
const STEP = 5;
const FAR = 45;
const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };
/** Nearer to one of the eight directions than this, a drag takes it. */
const SNAP = 4;

/**
 * Where a thing faces, as seen from above: down is towards the viewer.
 * @param value degrees, 0 = towards the viewer, 90 = to the right
 */
export function FacingDial({
  value,
  scrub,
  onTake,
}: {
  value: number;
  scrub: Scrub;
  onTake: (degrees: number) => void;
}): ReactElement {
  const t = useText();
  const dial = useRef<HTMLDivElement>(null);
  const degrees = wholeDegrees(value);
  const turn = ({ clientX, clientY, shiftKey }: PointerEvent): void => {
    const { left, top, width, height } = dial.current!.getBoundingClientRect();
    const angle = (Math.atan2(clientX - left - width / 2, clientY - top - height / 2) * 180) / Math.PI;
    const eighth = Math.round(angle / FAR) * FAR;
    onTake(wholeDegrees(shiftKey || Math.abs(angle - eighth) < SNAP ? eighth : angle));
  };
  const radians = (degrees * Math.PI) / 180;
  return (
    <div
      ref={dial}
      className="dial"
      role="slider"
      tabIndex={0}
      aria-label={t('look.facing')}
      aria-valuemin={0}
      aria-valuemax={359}
      aria-valuenow={degrees}
      aria-valuetext={t('look.degrees', { degrees })}
      title={t('look.facingHint')}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        scrub.begin();
        turn(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) turn(event);
      }}
      onPointerUp={() => scrub.end()}
      onPointerCancel={() => scrub.end(true)}
      onKeyDown={(event) => {
        const step = STEPS[event.key];
        if (event.key === 'Home') onTake(0);
        else if (step && !event.ctrlKey && !event.metaKey && !event.altKey)
          onTake(wholeDegrees(degrees + step * (event.shiftKey ? FAR : STEP)));
        else return;
        event.preventDefault();
      }}
    >
      <svg viewBox="-32 -32 64 64" aria-hidden="true">
        <circle r="26" />
        <path d="M-4 27h8l-4 4z" />
        <line x2={24 * Math.sin(radians)} y2={24 * Math.cos(radians)} />
        <circle className="knob" cx={26 * Math.sin(radians)} cy={26 * Math.cos(radians)} r="5" />
      </svg>
    </div>
  );
}
