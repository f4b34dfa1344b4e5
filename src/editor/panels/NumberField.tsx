import { type PointerEvent, type ReactElement, useId, useRef, useState } from 'react';
import { useText } from '../i18n';

/** Pixels of a drag on the label for one step. */
const PIXELS_PER_STEP = 3;

export interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly digits: number;
  readonly step: number;
  readonly limits: readonly [number, number];
  readonly disabled?: boolean;
  readonly onBegin: () => void;
  /** Within a scrub: the value so far. */
  readonly onScrub: (value: number) => void;
  readonly onEnd: (cancelled: boolean) => void;
  /** A value that was typed or stepped to. */
  readonly onSet: (value: number) => void;
}

/** A number that can be typed, stepped with the arrow keys and scrubbed by dragging its label. */
export function NumberField(props: NumberFieldProps): ReactElement {
  const { label, value, digits, step, limits, disabled, onBegin, onScrub, onEnd, onSet } = props;
  const t = useText();
  const [draft, setDraft] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const scrub = useRef<{ x: number; value: number } | null>(null);
  const id = useId();
  const clamp = (number: number): number => Math.min(limits[1], Math.max(limits[0], number));

  const take = (): void => {
    if (draft === null) return;
    const number = Number(draft.replace(',', '.'));
    const valid = draft.trim() !== '' && number >= limits[0] && number <= limits[1];
    setWrong(!valid);
    setDraft(null);
    if (valid && number.toFixed(digits) !== value.toFixed(digits)) onSet(number);
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    if (disabled || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    scrub.current = { x: event.clientX, value };
    onBegin();
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    const start = scrub.current;
    if (start) onScrub(clamp(start.value + Math.round((event.clientX - start.x) / PIXELS_PER_STEP) * step));
  };
  const end = (cancelled: boolean): void => {
    if (scrub.current) onEnd(cancelled);
    scrub.current = null;
  };

  return (
    <div className="number-field">
      <label
        htmlFor={id}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={() => end(false)}
        onPointerCancel={() => end(true)}
      >
        {label}
      </label>
      <input
        id={id}
        inputMode="decimal"
        autoComplete="off"
        disabled={disabled}
        aria-invalid={wrong}
        title={wrong ? t('selection.numberInvalid', { low: limits[0], high: limits[1] }) : undefined}
        value={draft ?? value.toFixed(digits)}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
          if (event.key === 'Escape') setDraft(null);
          if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
            event.preventDefault();
            const direction = event.key === 'ArrowUp' ? 1 : -1;
            setDraft(null);
            onSet(clamp(value + direction * step * (event.shiftKey ? 10 : 1)));
          }
        }}
      />
    </div>
  );
}
