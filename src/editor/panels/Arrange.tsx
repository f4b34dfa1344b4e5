import type { ReactElement } from 'react';
import { useText } from '../i18n';
import { ActionButton } from './ActionButton';

const ROWS = [
  ['align-left', 'align-centre', 'align-right', 'align-top', 'align-middle', 'align-bottom'],
  ['distribute-x', 'distribute-y', 'equal-size'],
  ['group', 'ungroup', 'toggle-hidden', 'toggle-locked'],
] as const;

/** What can be done to several things at once. */
export function Arrange(): ReactElement {
  const t = useText();
  return (
    <div className="of-several" role="toolbar" aria-label={t('groups.arrange')}>
      {ROWS.map((row) => (
        <div key={row[0]} className="row tight">
          {row.map((id) => (
            <ActionButton key={id} id={id} compact />
          ))}
        </div>
      ))}
    </div>
  );
}
