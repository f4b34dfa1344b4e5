import { type ReactElement, useState } from 'react';
import { ACTIONS, type Action, fuzzyScore, runAction } from '../actions/actions';
import { isComposing } from '../actions/chords';
import { useActionContext, useEditor } from '../context';
import { nameOf, titled, useText } from '../i18n';
import { writtenKeys } from '../panels/ActionButton';
import type { UiState } from '../ui';
import { Modal } from './Modal';

/** What can be found: a command, a thing of the room, a panel. */
interface Entry {
  readonly id: string;
  readonly label: string;
  /** At the end of its line: its key, or what kind of entry it is. */
  readonly note: string;
  readonly keys: boolean;
  readonly run: () => void;
}

/** Commands that open a panel or close it: here a panel is found, and opened. */
const isPanelSwitch = ({ id }: Action): boolean => id.startsWith('panel-');

const MOST = 9;

/** All that there is now, in the order in which equals are listed. */
function useEntries(): Entry[] {
  const { store, ui } = useEditor();
  const contextNow = useActionContext();
  const t = useText();
  const panel = (id: string, label: string, state: Partial<UiState>): Entry => ({
    id: `panel-${id}`,
    label,
    note: t('palette.panel'),
    keys: false,
    run: () => ui.setState(state),
  });
  const commands = ACTIONS.filter(
    (action) =>
      action.id !== 'palette' && !action.release && !isPanelSwitch(action) && action.enabled(contextNow()),
  ).map((action): Entry => {
    const [keys] = action.keys;
    return {
      id: `command-${action.id}`,
      label: t(`actions.${action.label}`),
      note: keys ? writtenKeys(t, keys) : '',
      keys: true,
      run: () => runAction(action, contextNow),
    };
  });
  const things = [...(store.getState().scene?.blobs ?? [])].reverse().map((blob): Entry => ({
    id: `thing-${blob.id}`,
    label: titled(nameOf(t, blob)),
    note: t('palette.thing'),
    keys: false,
    run: () => {
      store.getState().select([blob.id]);
      document.querySelector<HTMLElement>('.canvas')?.focus();
    },
  }));
  const panels = [
    panel('rooms', t('page.rail.rooms'), { panel: 'rooms' }),
    panel('library', t('library.title'), { panel: 'library' }),
    panel('styles', t('styles.title'), { panel: 'styles' }),
    panel('history', t('history.title'), { history: true }),
  ];
  return [...commands, ...panels, ...things];
}

export function Palette(): ReactElement {
  const { ui } = useEditor();
  const t = useText();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const found = useEntries()
    .map((entry) => ({ ...entry, score: text ? fuzzyScore(entry.label, text) : 1 }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST);
  const run = (entry: Entry | undefined): void => {
    ui.setState({ dialog: null });
    entry?.run();
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
        aria-activedescendant={found[chosen]?.id}
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
          if (event.key === 'Enter') {
            // WebKit would press the button that has the focus next with the same key: the dialog's that opens.
            event.preventDefault();
            run(found[chosen]);
          }
        }}
      />
      <ul id="palette-list" className="palette-list" role="listbox" aria-label={t('actions.palette')}>
        {found.map((entry, at) => (
          <li
            key={entry.id}
            id={entry.id}
            role="option"
            aria-selected={at === chosen}
            onPointerEnter={() => setChosen(at)}
            onClick={() => run(entry)}
          >
            <span>{entry.label}</span>
            {entry.keys ? entry.note && <kbd>{entry.note}</kbd> : <span className="note">{entry.note}</span>}
          </li>
        ))}
      </ul>
      {!found.length && <p className="hint">{t('palette.nothingFound')}</p>}
    </Modal>
  );
}
