import { type ReactElement, type ReactNode, useState } from 'react';
import { ACTIONS, type Action, fuzzyScore, runAction } from '../actions/actions';
import { isComposing } from '../actions/chords';
import { useActionContext, useEditor, useUi } from '../context';
import { type GroupName, useText } from '../i18n';
import { writtenKeys } from '../panels/ActionButton';
import { PointerKeys } from './PointerKeys';
import { Modal } from './Modal';
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

function Palette(): ReactElement {
  const { ui } = useEditor();
  const contextNow = useActionContext();
  const t = useText();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const found = ACTIONS.map((action) => ({
    action,
    score: text ? fuzzyScore(t(`actions.${action.label}`), text) : 1,
  }))
    .filter(({ action, score }) => score > 0 && !action.release && action.enabled(contextNow()))
    .filter(({ action }) => action.id !== 'palette')
    .sort((a, b) => b.score - a.score)
    .slice(0, 9);
  const run = (action: Action | undefined): void => {
    ui.setState({ dialog: null });
    if (action) runAction(action, contextNow);
  };
  return (
    <Modal
      title={t('actions.palette')}
      titled={false}
      className="palette"
      onClose={() => ui.setState({ dialog: null })}
    >
      <input
        className="palette-input"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found[chosen] && `command-${found[chosen].action.id}`}
        aria-label={t('palette.hint')}
        placeholder={t('palette.hint')}
        autoFocus
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(0);
        }}
        onKeyDown={(event) => {
          if (isComposing(event.nativeEvent)) return;
          const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
          if (step) {
            event.preventDefault();
            setChosen((chosen + step + found.length) % Math.max(1, found.length));
          }
          if (event.key === 'Enter') run(found[chosen]?.action);
        }}
      />
      <ul id="palette-list" className="palette-list" role="listbox" aria-label={t('actions.palette')}>
        {found.map(({ action }, at) => (
          <li
            key={action.id}
            id={`command-${action.id}`}
            role="option"
            aria-selected={at === chosen}
            onPointerEnter={() => setChosen(at)}
            onClick={() => run(action)}
          >
            <span>{t(`actions.${action.label}`)}</span>
            {action.keys[0] && <kbd>{writtenKeys(t, action.keys[0])}</kbd>}
          </li>
        ))}
      </ul>
      {!found.length && <p className="hint">{t('palette.nothingFound')}</p>}
    </Modal>
  );
}
