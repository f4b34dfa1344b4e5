import type { ReactElement } from 'react';
import { useEditor, useScene } from '../context';
import { useText } from '../i18n';

/** Every step by name, the newest first; a click goes there. */
export function HistoryPanel(): ReactElement {
  const { store } = useEditor();
  const past = useScene((state) => state.past);
  const future = useScene((state) => state.future);
  const scene = useScene((state) => state.scene);
  const t = useText();
  const steps = [...past, ...future];
  /** The document after each step, for the names that tell of it. */
  const after = [...past.slice(1), ...(scene ? [{ scene }] : []), ...future].map((step) => step.scene);
  const labels = [
    t('history.start'),
    ...steps.map(({ label }, at) => t(`steps.${label}`, { seed: after[at]?.seed ?? 0 })),
  ];
  return (
    <details className="panel">
      <summary>
        <h2>{t('history.title')}</h2>
        <span className="note">{past.length}</span>
      </summary>
      <ol className="history" reversed>
        {[...labels.entries()].reverse().map(([count, label]) => (
          <li key={count}>
            <button
              type="button"
              aria-current={count === past.length ? 'step' : undefined}
              className={count > past.length ? 'undone' : ''}
              onClick={() => store.getState().jumpTo(count)}
            >
              {label}
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}
