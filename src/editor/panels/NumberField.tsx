import { type PointerEvent, type ReactElement, useId, useRef, useState } from 'react';
import { isComposing } from '../actions/chords';
import { useDraft } from '../drafts';
import { useText } from '../i18n';
import { readNumber, writtenNumber } from '../numbers';

/** Pixels of a drag on the label for one step. */
const PIXELS_PER_STEP = 3;

export interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly digits: number;
  readonly step: number;
  readonly limits: readonly [number, number];
  /** What 100 % is, where that is not the present number. */
  readonly whole?: number;
  readonly disabled?: boolean;
  readonly onBegin: () => void;
  /** Within a scrub: the value so far. */
  readonly onScrub: (value: number) => void;
  readonly onEnd: (cancelled: boolean) => void;
  /** A value that was typed or stepped to. */
  readonly onSet: (value: number) => void;
}

/** A number that can be typed, also as a small sum, stepped with the arrow keys and scrubbed by dragging its label. */
export function NumberField(props: NumberFieldProps): ReactElement {
  const { label, value, digits, step, limits, whole, disabled, onBegin, onScrub, onEnd, onSet } = props;
  const t = useText();
  /** Typed text that is not a number. It stays, to be corrected, as long as the field has the focus. */
  const [refused, setRefused] = useState<{ readonly text: string | null; readonly at: number } | null>(null);
  const scrub = useRef<{ x: number; value: number } | null>(null);
  const id = useId();
  const clamp = (number: number): number => Math.min(limits[1], Math.max(limits[0], number));

  /** The number that was typed, null when it is none that can be here. */
  const readDraft = (typed: string): number | null => {
    const number = readNumber(typed, value, whole);
    return number !== null && number >= limits[0] && number <= limits[1] ? number : null;
  };
  const draft = useDraft((typed) => {
    const number = readDraft(typed);
    setRefused(number === null ? { text: typed, at: value } : null);
    if (number !== null && writtenNumber(number, digits) !== writtenNumber(value, digits)) onSet(number);
  });
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
  const writtenLimit = (limit: number): string => writtenNumber(limit, Number.isInteger(limit) ? 0 : digits);
  // Another number is there by now: what was said of the one before is over.
  const wrong = refused?.at === value ? refused : null;

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
        inputMode="text"
        autoComplete="off"
        data-drafts
        disabled={disabled}
        aria-invalid={wrong !== null}
        aria-describedby={wrong === null ? undefined : `${id}-wrong`}
        title={t('selection.sumHint')}
        value={draft.text ?? wrong?.text ?? writtenNumber(value, digits)}
        onChange={(event) => {
          setRefused(null);
          draft.type(event.target.value);
        }}
        onBlur={() => {
          draft.take();
          setRefused((now) => now && { ...now, text: null });
        }}
        onKeyDown={(event) => {
          if (isComposing(event.nativeEvent)) return;
          if (event.key === 'Enter') {
            const right = draft.text === null || readDraft(draft.text) !== null;
            draft.take();
            // The number is done with: keys are the document's again.
            if (right) document.querySelector<HTMLElement>('.canvas')?.focus();
          }
          if (event.key === 'Escape' && (draft.text !== null || wrong !== null)) {
            draft.drop();
            setRefused(null);
            event.preventDefault();
          }
          if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
            event.preventDefault();
            const direction = event.key === 'ArrowUp' ? 1 : -1;
            const from = (draft.text === null ? null : readDraft(draft.text)) ?? value;
            draft.drop();
            setRefused(null);
            onSet(clamp(from + direction * step * (event.shiftKey ? 10 : 1)));
          }
        }}
      />
      {wrong !== null && (
        <p id={`${id}-wrong`} className="number-wrong" role="alert">
          {t('selection.numberInvalid', {
            low: writtenLimit(limits[0]),
            high: writtenLimit(limits[1]),
          })}
        </p>
      )}
    </div>
  );
}
