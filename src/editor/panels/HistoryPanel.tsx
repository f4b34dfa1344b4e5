import type { ReactElement } from 'react';
import { useEditor, useScene } from '../context';
import { strings } from '../strings';

/** Every step by name, the newest first; a click goes there. */
export function HistoryPanel(): ReactElement {
  const { store } = useEditor();
  const past = useScene((state) => state.past);
  const future = useScene((state) => state.future);
  const labels = [
    strings.historyStart,
    ...past.map((step) => step.label),
    ...future.map((step) => step.label),
  ];
  return (
    <details className="panel">
      <summary>
        <h2>{strings.history}</h2>
        <span className="note">{past.length}</span>
      </summary>
      <ol className="history" reversed>
        {[...labels.entries()].reverse().map(([steps, label]) => (
          <li key={steps}>
            <button
              type="button"
              aria-current={steps === past.length ? 'step' : undefined}
              className={steps > past.length ? 'undone' : ''}
              onClick={() => store.getState().jumpTo(steps)}
            >
              {label}
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}
