import type { ReactElement } from 'react';
import { type Texts, useText } from '../i18n';
import { writtenKeys } from '../panels/ActionButton';

type Word = keyof Texts['pointing'];

/** What pointer and wheel do, alone and with a key: the part of the keys that the table of actions cannot tell. */
const POINTING: readonly { readonly does: Word; readonly key?: string; readonly hand: Word }[] = [
  { does: 'add', key: 'Shift', hand: 'press' },
  { does: 'enter', hand: 'twice' },
  { does: 'marquee', hand: 'onNothing' },
  { does: 'copy', key: 'Alt', hand: 'drag' },
  { does: 'axis', key: 'Shift', hand: 'drag' },
  { does: 'unsnap', key: 'Mod', hand: 'drag' },
  { does: 'pan', hand: 'wheel' },
  { does: 'pan', hand: 'middle' },
  { does: 'zoom', key: 'Mod', hand: 'wheel' },
];

/** A section of the list of keys. */
export function PointerKeys(): ReactElement {
  const t = useText();
  return (
    <section>
      <h3>{t('pointing.title')}</h3>
      <dl>
        {POINTING.map(({ does, key, hand }) => (
          <div key={`${does} ${hand}`}>
            <dt>{t(`pointing.${does}`)}</dt>
            <dd>
              <kbd>{[...(key ? [writtenKeys(t, key)] : []), t(`pointing.${hand}`)].join(' + ')}</kbd>
            </dd>
          </div>
        ))}
        <div>
          <dt>{t('pointing.pan')}</dt>
          <dd>
            <kbd>{`${t('pointing.space')} + ${t('pointing.drag')}`}</kbd>
          </dd>
        </div>
      </dl>
    </section>
  );
}
