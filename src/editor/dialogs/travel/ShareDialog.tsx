import { type ReactElement, useState } from 'react';
import { useText } from '../../i18n';
import type { Travel } from '../../travel';
import { Modal } from '../Modal';

interface Props {
  readonly travel: Travel;
  readonly onClose: () => void;
}

/** The link, how long it is, and a button that copies it. */
export function ShareDialog({ travel, onClose }: Props): ReactElement {
  const t = useText();
  const [address] = useState(() => travel.address());
  const [copied, setCopied] = useState(false);
  return (
    <Modal title={t('actions.share')} onClose={onClose}>
      <div className="travel-form">
        <label>
          {t('travel.link')}
          <textarea readOnly value={address} onFocus={(event) => event.target.select()} />
        </label>
        <p className="hint">{t('travel.linkLength', { count: address.length })}</p>
        <button
          type="button"
          className="button primary"
          onClick={() => void travel.copyText(address).then(setCopied)}
        >
          {t(copied ? 'travel.copied' : 'travel.copy')}
        </button>
      </div>
    </Modal>
  );
}
