import { type ReactElement, useId, useState } from 'react';
import { isSeed } from '../../blobgan';
import { isComposing } from '../actions/chords';
import { ActionButton } from './ActionButton';
import { EmptyRoom, NextSteps } from './EmptyRoom';
import { RoomLight } from './look/RoomLight';
import { RoomPalette } from './look/RoomPalette';
import { RoomKindChoice } from './RoomKindChoice';
import { RoomStrip } from './RoomStrip';
import { useEditor, useScene, useUi } from '../context';
import { useText } from '../i18n';
import { writtenNumber } from '../numbers';

/** Seed, dice, truncation and rooms to pick from: everything that makes another room. */
export function RoomPanel(): ReactElement {
  const { openSeed, ui } = useEditor();
  const t = useText();
  const kind = useUi((state) => state.roomKind);
  const seed = useScene((state) => state.scene?.seed ?? 0);
  const truncation = useScene((state) => state.scene?.truncation ?? 0);
  return (
    <section className="panel" aria-labelledby="room-heading">
      <h2 id="room-heading">{t('room.title')}</h2>
      {/* A key: when another room opens, what was typed and not taken is gone. */}
      <SeedField key={`seed-${seed}`} seed={seed} truncation={truncation} />
      <RoomKindChoice
        label={t('room.kind')}
        value={kind}
        onChoose={(roomKind) => ui.setState({ roomKind })}
      />
      <TruncationField key={`truncation-${truncation}`} seed={seed} truncation={truncation} />
      <RoomLight />
      <RoomPalette />
      <RoomStrip
        // A key: rooms of another kind are looked at from the first page on.
        key={kind}
        title={t('room.others')}
        kind={kind}
        current={seed}
        onPick={(room) => {
          if (room.seed !== seed) openSeed(room.seed, room.truncation);
        }}
      />
      <div className="stack">
        <ActionButton id="reset" />
        <EmptyRoom />
        <NextSteps />
      </div>
    </section>
  );
}

interface RoomFields {
  readonly seed: number;
  readonly truncation: number;
}

/** What is typed is a wish for another room only when it is said so: with Enter, or by the button that comes with it. */
function SeedField({ seed, truncation }: RoomFields): ReactElement {
  const { openSeed, picks } = useEditor();
  const t = useText();
  const [draft, setDraft] = useState<string | null>(null);
  const [left, setLeft] = useState(false);
  const id = useId();
  const text = draft ?? String(seed);
  const value = Number(text);
  const valid = text.trim() !== '' && isSeed(value, picks.length);
  const wrong = left && !valid;
  return (
    <form
      className="field"
      onSubmit={(event) => {
        event.preventDefault();
        setLeft(true);
        if (valid && value !== seed) openSeed(value, truncation);
      }}
    >
      <label htmlFor={id}>{t('room.seed')}</label>
      <div className="row">
        <input
          id={id}
          inputMode="numeric"
          enterKeyHint="go"
          autoComplete="off"
          value={text}
          aria-invalid={wrong}
          aria-describedby={`${id}-hint`}
          onChange={(event) => {
            setDraft(event.target.value);
            setLeft(false);
          }}
          onBlur={() => {
            setLeft(true);
            if (valid && value === seed) setDraft(null);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && !isComposing(event.nativeEvent)) setDraft(null);
          }}
        />
        {draft === null || text === String(seed) ? (
          <ActionButton id="new-room" primary />
        ) : (
          <button type="submit" className="button primary">
            {t('room.open')}
          </button>
        )}
      </div>
      <p id={`${id}-hint`} className={wrong ? 'hint wrong' : 'hint'}>
        {wrong ? t('room.seedInvalid') : t('room.seedHint')}
      </p>
    </form>
  );
}

function TruncationField({ seed, truncation }: RoomFields): ReactElement {
  const { openSeed } = useEditor();
  const t = useText();
  const [value, setValue] = useState(truncation);
  const id = useId();
  const take = (): void => {
    if (value !== truncation) openSeed(seed, value);
  };
  return (
    <div className="field">
      <div className="label-row">
        <label htmlFor={id}>{t('room.truncation')}</label>
        <output htmlFor={id}>{writtenNumber(value, 2)}</output>
      </div>
      <input
        id={id}
        type="range"
        min="0"
        max="1"
        step="0.05"
        value={value}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setValue(Number(event.target.value))}
        onPointerUp={take}
        onKeyUp={take}
        onBlur={take}
      />
      <p id={`${id}-hint`} className="hint">
        {t('room.truncationHint')}
      </p>
    </div>
  );
}
