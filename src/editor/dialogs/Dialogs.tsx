import type { ReactElement, ReactNode } from 'react';
import { ACTIONS } from '../actions/actions';
import { useEditor, useUi } from '../context';
import { type GroupName, useText } from '../i18n';
import { writtenKeys } from '../panels/ActionButton';
import { PointerKeys } from './PointerKeys';
import { Modal } from './Modal';
import { Palette } from './Palette';
import { SettingsDialog } from './SettingsDialog';

/** @param settings rows of the page's own in the settings */
export function Dialogs({ settings }: { settings: ReactNode }): ReactElement | null {
  const dialog = useUi((state) => state.dialog);
  if (dialog === 'help') return <HelpSheet />;
  if (dialog === 'settings') return <SettingsDialog>{settings}</SettingsDialog>;
  return dialog === 'palette' ? <Palette /> : null;
}

const GROUPS: readonly GroupName[] = ['edit', 'things', 'arrange', 'depth', 'view', 'room'];

function HelpSheet(): ReactElement {
  const { ui } = useEditor();
  const t = useText();
  return (
    <Modal title={t('actions.help')} className="help" onClose={() => ui.setState({ dialog: null })}>
      <div className="key-groups">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{t(`groups.${group}`)}</h3>
            <dl>
              {ACTIONS.filter((action) => action.group === group && action.keys.length).map((action) => (
                <div key={action.id}>
                  <dt>{t(`actions.${action.label}`)}</dt>
                  <dd>
                    {action.keys.map((keys) => (
                      <kbd key={keys}>{writtenKeys(t, keys)}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <PointerKeys />
      </div>
    </Modal>
  );
}
