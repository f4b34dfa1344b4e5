import { type ReactElement, useState } from 'react';
import { useText } from '../../i18n';
import type { Sharing } from '../../sharing';
import { Modal } from '../Modal';

interface Props {
  readonly sharing: Sharing;
  readonly onClose: () => void;
}

/** The link, how long it is, and a button that copies it. */
export function ShareDialog({ sharing, onClose }: Props): ReactElement {
  const t = useText();
  const [address] = useState(() => sharing.address());
  const [copied, setCopied] = useState(false);
  return (
    <Modal title={t('actions.share')} onClose={onClose}>
      <div className="sharing-form">
        <label>
          {t('sharing.link')}
          <textarea readOnly value={address} onFocus={(event) => event.target.select()} />
        </label>
        <p className="hint">{t('sharing.linkLength', { count: address.length })}</p>
        <button
          type="button"
          className="button primary"
          onClick={() => void sharing.copyText(address).then(setCopied)}
        >
          {t(copied ? 'sharing.copied' : 'sharing.copy')}
        </button>
      </div>
    </Modal>
  );
}
