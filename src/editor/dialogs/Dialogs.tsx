import { type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react';
import { ACTIONS, type Action, fuzzyScore } from '../actions/actions';
import { useActionContext, useEditor, useUi } from '../context';
import { writtenKeys } from '../panels/ActionButton';
import { strings } from '../strings';

export function Dialogs(): ReactElement | null {
  const dialog = useUi((state) => state.dialog);
  if (dialog === 'help') return <HelpSheet />;
  return dialog === 'palette' ? <Palette /> : null;
}

/** A modal dialog of the platform: it keeps the focus, and gives it back. */
function Modal({ label, children }: { label: string; children: ReactNode }): ReactElement {
  const { ui } = useEditor();
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => element.current?.showModal(), []);
  const close = (): void => ui.setState({ dialog: null });
  return (
    <dialog
      ref={element}
      className="dialog"
      aria-label={label}
      onClose={close}
      onClick={(event) => {
        if (event.target === element.current) close();
      }}
    >
      {children}
    </dialog>
  );
}

function HelpSheet(): ReactElement {
  const { ui } = useEditor();
  const groups = Object.entries(strings.groups) as [Action['group'], string][];
  return (
    <Modal label={strings.help}>
      <div className="label-row">
        <h2>{strings.help}</h2>
        <button type="button" className="button" onClick={() => ui.setState({ dialog: null })}>
          {strings.close}
        </button>
      </div>
      <div className="key-groups">
        {groups.map(([group, title]) => (
          <section key={group}>
            <h3>{title}</h3>
            <dl>
              {ACTIONS.filter((action) => action.group === group && action.keys.length).map((action) => (
                <div key={action.id}>
                  <dt>{action.label}</dt>
                  <dd>
                    <kbd>{writtenKeys(action.keys[0]!)}</kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}

function Palette(): ReactElement {
  const { ui } = useEditor();
  const contextNow = useActionContext();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const found = ACTIONS.map((action) => ({ action, score: text ? fuzzyScore(action.label, text) : 1 }))
    .filter(({ action, score }) => score > 0 && action.enabled(contextNow()) && action.id !== 'palette')
    .sort((a, b) => b.score - a.score)
    .slice(0, 9);
  const run = (action: Action | undefined): void => {
    ui.setState({ dialog: null });
    action?.run(contextNow());
  };
  return (
    <Modal label={strings.palette}>
      <input
        className="palette-input"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found[chosen] && `command-${found[chosen].action.id}`}
        aria-label={strings.paletteHint}
        placeholder={strings.paletteHint}
        autoFocus
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(0);
        }}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
          if (step) {
            event.preventDefault();
            setChosen((chosen + step + found.length) % Math.max(1, found.length));
          }
          if (event.key === 'Enter') run(found[chosen]?.action);
        }}
      />
      <ul id="palette-list" className="palette-list" role="listbox" aria-label={strings.palette}>
        {found.map(({ action }, at) => (
          <li
            key={action.id}
            id={`command-${action.id}`}
            role="option"
            aria-selected={at === chosen}
            onPointerEnter={() => setChosen(at)}
            onClick={() => run(action)}
          >
            <span>{action.label}</span>
            {action.keys[0] && <kbd>{writtenKeys(action.keys[0])}</kbd>}
          </li>
        ))}
      </ul>
      {!found.length && <p className="hint">{strings.nothingFound}</p>}
    </Modal>
  );
}
