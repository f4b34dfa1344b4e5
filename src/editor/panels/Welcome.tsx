import { type ReactElement, useState } from 'react';
import { useScene } from '../context';
import { useText } from '../i18n';
import { IconButton } from '../IconButton';
import { Icon } from '../icons';
import { preferences, usePreferences } from '../preferences';
import { NO_MOUSE, useMedia } from '../useMedia';

const STEPS = ['move', 'shape', 'room'] as const;
type Step = (typeof STEPS)[number];

/** What a step of the history shows that a person has found out. */
const LEARNT: Readonly<Record<string, Step>> = {
  move: 'move',
  resize: 'shape',
  stretch: 'shape',
  rotate: 'shape',
  newRoom: 'room',
};

/** Three first steps above the canvas, on a first visit: each is ticked when it has been done. */
export function Welcome(): ReactElement | null {
  const welcomed = usePreferences((state) => state.welcomed);
  const touch = useMedia(NO_MOUSE);
  const t = useText();
  const done = useScene((state) =>
    STEPS.filter((step) => state.past.some(({ label }) => LEARNT[label] === step)).join(),
  );
  const ready = useScene((state) => state.scene !== null);
  const [shown] = useState(!welcomed);
  if (!shown || welcomed || !ready) return null;
  return (
    <section className="welcome" aria-label={t('welcome.title')}>
      <ol>
        {STEPS.map((step, at) => {
          const learnt = done.split(',').includes(step);
          return (
            <li key={step} className={learnt ? 'learnt' : undefined}>
              <span className="number">{learnt ? <Icon name="tick" /> : at + 1}</span>
              <span>{t(step === 'room' && touch ? 'welcome.roomByTouch' : `welcome.${step}`)}</span>
              {learnt && <span className="visually-hidden">{t('welcome.done')}</span>}
            </li>
          );
        })}
      </ol>
      <IconButton
        icon="cross"
        label={t('welcome.dismiss')}
        hinted
        onClick={() => {
          preferences.setState({ welcomed: true });
          document.querySelector<HTMLElement>('.canvas')?.focus();
        }}
      />
    </section>
  );
}
