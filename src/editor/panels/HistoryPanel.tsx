import type { ReactElement } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { SceneState, StepName } from '../../scene';
import { useEditor, useScene } from '../context';
import { useText } from '../i18n';

/** Each step and the seed of the room after it, as texts: equal ones render nothing again, while a thing is dragged. */
function stepsOf({ past, future, scene }: SceneState): string[] {
  const after = [...past.slice(1), ...(scene ? [{ scene }] : []), ...future];
  return [...past, ...future].map(({ label }, at) => `${label} ${after[at]?.scene.seed ?? 0}`);
}

function nameOfStep(t: ReturnType<typeof useText>, step: string): string {
  const [label, seed] = step.split(' ') as [StepName, string];
  return t(`steps.${label}`, { seed: Number(seed) });
}

/** Every step by name, the newest first; a click goes there. */
export function HistoryPanel(): ReactElement {
  const { store } = useEditor();
  const t = useText();
  const here = useScene((state) => state.past.length);
  const steps = useScene(useShallow(stepsOf));
  const whole = useScene((state) => state.forgotten === 0);
  const labels = [t(whole ? 'history.start' : 'history.oldest'), ...steps.map((step) => nameOfStep(t, step))];
  return (
    <details className="panel">
      <summary>
        <h2>{t('history.title')}</h2>
        <span className="note">{here}</span>
      </summary>
      <ol className="history" reversed>
        {[...labels.entries()].reverse().map(([count, label]) => (
          <li key={count}>
            <button
              type="button"
              aria-current={count === here ? 'step' : undefined}
              className={count > here ? 'undone' : ''}
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
