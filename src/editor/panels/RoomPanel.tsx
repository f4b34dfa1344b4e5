import { type ReactElement, useId, useState } from 'react';
import { isSeed } from '../../blobgan';
import { ActionButton } from './ActionButton';
import { RoomStrip } from './RoomStrip';
import { useEditor, useScene } from '../context';
import { useText } from '../i18n';
import { writtenNumber } from '../numbers';

/** Seed, dice, truncation and rooms to pick from: everything that makes another room. */
export function RoomPanel(): ReactElement {
  const { openSeed } = useEditor();
  const t = useText();
  const seed = useScene((state) => state.scene?.seed ?? 0);
  const truncation = useScene((state) => state.scene?.truncation ?? 0);
  return (
    <section className="panel" aria-labelledby="room-heading">
      <h2 id="room-heading">{t('room.title')}</h2>
      {/* A key: when another room opens, what was typed and not taken is gone. */}
      <SeedField key={`seed-${seed}`} seed={seed} truncation={truncation} />
      <TruncationField key={`truncation-${truncation}`} seed={seed} truncation={truncation} />
      <RoomStrip
        title={t('room.others')}
        current={seed}
        onPick={(room) => {
          if (room.seed !== seed) openSeed(room.seed, room.truncation);
        }}
      />
      <div className="stack">
        <ActionButton id="reset" />
        <ActionButton id="empty-room" />
      </div>
    </section>
  );
}

interface RoomFields {
  readonly seed: number;
  readonly truncation: number;
}

function SeedField({ seed, truncation }: RoomFields): ReactElement {
  const { openSeed, picks } = useEditor();
  const t = useText();
  const [text, setText] = useState(String(seed));
  const [wrong, setWrong] = useState(false);
  const id = useId();
  const take = (): void => {
    const value = Number(text);
    const valid = text.trim() !== '' && isSeed(value, picks.length);
    setWrong(!valid);
    if (valid && value !== seed) openSeed(value, truncation);
  };
  return (
    <div className="field">
      <label htmlFor={id}>{t('room.seed')}</label>
      <div className="row">
        <input
          id={id}
          inputMode="numeric"
          autoComplete="off"
          value={text}
          aria-invalid={wrong}
          aria-describedby={`${id}-hint`}
          onChange={(event) => setText(event.target.value)}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key === 'Enter') take();
          }}
        />
        <ActionButton id="new-room" primary />
      </div>
      <p id={`${id}-hint`} className={wrong ? 'hint wrong' : 'hint'}>
        {wrong ? t('room.seedInvalid') : t('room.seedHint')}
      </p>
    </div>
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
