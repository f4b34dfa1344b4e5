/** One colour: three sliders, its hexadecimal number, a pipette where the browser has one, and colours at hand. */
import { type CSSProperties, type ReactElement, useId, useState } from 'react';
import { useStore } from 'zustand';
import { isComposing } from '../../actions/chords';
import { useDraft } from '../../drafts';
import { type Hsl, hexOfHsl, hslOfHex, readHex } from '../../hsl';
import { useText } from '../../i18n';
import { IconButton } from '../../IconButton';
import { keptColours, toggleSaved, usedColour } from '../../kept-colours';
import type { Scrub } from '../useScrub';

const SLIDERS = [
  { key: 'hue', most: 360, step: 1 },
  { key: 'saturation', most: 1, step: 0.01 },
  { key: 'lightness', most: 1, step: 0.01 },
] as const;

/** A young interface of some browsers. */
interface Pipette {
  open(): Promise<{ readonly sRGBHex: string }>;
}
const pipette = (): (new () => Pipette) | undefined =>
  (globalThis as { EyeDropper?: new () => Pipette }).EyeDropper;

export interface ColourControlProps {
  /** What the colour is of. */
  readonly name: string;
  readonly value: string;
  /** Colours of the room. */
  readonly others: readonly string[];
  readonly scrub: Scrub;
  readonly onTake: (hex: string) => void;
}

export function ColourControl({ name, value, others, scrub, onTake }: ColourControlProps): ReactElement {
  const t = useText();
  // Grey has no hue: the one that the hand is at is kept here.
  const [held, setHeld] = useState<Hsl>({ hue: 0, saturation: 0.5, lightness: 0.5 });
  const hsl = hexOfHsl(held) === value ? held : hslOfHex(value, held);
  const take = (hex: string): void => {
    onTake(hex);
    usedColour(hex);
  };
  const track = (key: keyof Hsl): string => {
    const at = (part: number): string => hexOfHsl({ ...hsl, [key]: part });
    const stops = key === 'hue' ? [0, 60, 120, 180, 240, 300, 360] : [0, 0.25, 0.5, 0.75, 1];
    return `linear-gradient(to right, ${stops.map(at).join(', ')})`;
  };
  return (
    <div className="colour" role="group" aria-label={name}>
      {SLIDERS.map(({ key, most, step }) => (
        <input
          key={key}
          type="range"
          className="colour-track"
          aria-label={t(`look.${key}`)}
          title={t(`look.${key}`)}
          min="0"
          max={most}
          step={step}
          value={hsl[key]}
          style={{ '--track': track(key) } as CSSProperties}
          {...scrub.handlers}
          onPointerUp={() => {
            scrub.end();
            usedColour(value);
          }}
          onChange={(event) => {
            const next = { ...hsl, [key]: Number(event.target.value) };
            setHeld(next);
            onTake(hexOfHsl(next));
          }}
        />
      ))}
      <div className="row tight">
        <HexField name={name} value={value} onTake={take} />
        <Eyedropper onTake={take} />
        <SaveButton value={value} />
      </div>
      <Chips others={others} value={value} onTake={take} />
    </div>
  );
}

function HexField({
  name,
  value,
  onTake,
}: {
  name: string;
  value: string;
  onTake: (hex: string) => void;
}): ReactElement {
  const t = useText();
  const id = useId();
  const [refused, setRefused] = useState<string | null>(null);
  const draft = useDraft((typed) => {
    const hex = readHex(typed);
    setRefused(hex ? null : typed);
    if (hex && hex !== value) onTake(hex);
  });
  return (
    <span className="hex">
      <input
        aria-label={t('look.hex', { name })}
        aria-invalid={refused !== null}
        aria-describedby={refused === null ? undefined : `${id}-wrong`}
        autoComplete="off"
        spellCheck={false}
        data-drafts
        value={draft.text ?? refused ?? value}
        onChange={(event) => {
          setRefused(null);
          draft.type(event.target.value);
        }}
        onBlur={() => draft.take()}
        onKeyDown={(event) => {
          if (isComposing(event.nativeEvent)) return;
          if (event.key === 'Enter') draft.take();
          if (event.key === 'Escape' && (draft.text !== null || refused !== null)) {
            draft.drop();
            setRefused(null);
            event.preventDefault();
          }
        }}
      />
      {refused !== null && (
        <span id={`${id}-wrong`} className="number-wrong" role="alert">
          {t('look.hexInvalid')}
        </span>
      )}
    </span>
  );
}

function Eyedropper({ onTake }: { onTake: (hex: string) => void }): ReactElement | null {
  const t = useText();
  const Tool = pipette();
  if (!Tool) return null;
  return (
    <IconButton
      icon="pipette"
      label={t('look.pick')}
      hinted
      onClick={() => {
        new Tool().open().then(
          ({ sRGBHex }) => {
            const hex = readHex(sRGBHex);
            if (hex) onTake(hex);
          },
          // Nothing was picked.
          () => undefined,
        );
      }}
    />
  );
}
function SaveButton({ value }: { value: string }): ReactElement {
  const t = useText();
  const isSaved = useStore(keptColours, ({ saved }) => saved.includes(value));
  return (
    <IconButton
      icon="bookmark"
      label={t('look.save')}
      hinted
      aria-pressed={isSaved}
      onClick={() => toggleSaved(value)}
    />
  );
}
/** More than this is no choice at a glance. */
const MOST_CHIPS = 18;

/** Saved colours, those of the room, and those that were used last. */
function Chips({
  others,
  value,
  onTake,
}: {
  others: readonly string[];
  value: string;
  onTake: (hex: string) => void;
}): ReactElement | null {
  const t = useText();
  const { saved, recent } = useStore(keptColours);
  const colours = [...new Set([...saved, ...others, ...recent])].slice(0, MOST_CHIPS);
  if (!colours.length) return null;
  return (
    <ul className="chips" aria-label={t('look.atHand')}>
      {colours.map((hex) => (
        <li key={hex}>
          <button
            type="button"
            className="swatch small"
            style={{ background: hex }}
            aria-label={hex}
            title={hex}
            aria-pressed={hex === value}
            onClick={() => onTake(hex)}
          />
        </li>
      ))}
    </ul>
  );
}
