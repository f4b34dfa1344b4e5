import { type ReactElement, useEffect, useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { type Scene, type SceneState, type StepName, changedBlobs, sceneAtRest } from '../../scene';
import { useEditor, useScene, useUi } from '../context';
import { type Texts, nameOf, useText } from '../i18n';
import { putPixels } from '../pixels';

/** A step as values that are equal when nothing is to be rendered again, while a thing is dragged. */
interface ShownStep {
  readonly label: StepName;
  /** Of the room after it. */
  readonly seed: number;
  /** How many things it was about, and the name of the first. */
  readonly count: number;
  readonly name: string;
}

/** Documents are immutable: what a step was about is found once. */
const found = new WeakMap<Scene, WeakMap<Scene, Pick<ShownStep, 'count' | 'name'>>>();

function aboutOf(before: Scene, after: Scene, selection: ReadonlySet<string>) {
  const known = found.get(after) ?? new WeakMap<Scene, Pick<ShownStep, 'count' | 'name'>>();
  found.set(after, known);
  const about = known.get(before);
  if (about) return about;
  const blobs = changedBlobs(before, after, selection);
  const made = { count: blobs.length, name: blobs[0]?.name ?? '' };
  known.set(before, made);
  return made;
}

/** The documents that can be gone to, the oldest first; a gesture in progress is none yet. */
const scenesOf = (state: SceneState): Scene[] => {
  const { past, future } = state;
  const present = sceneAtRest(state);
  return [
    ...past.map((step) => step.scene),
    ...(present ? [present] : []),
    ...future.map((step) => step.scene),
  ];
};

/** Each step as a text: equal ones render nothing again. */
function stepsOf(state: SceneState): string[] {
  const scenes = scenesOf(state);
  return [...state.past, ...state.future].map(({ label, selection }, at) => {
    const after = scenes[at + 1]!;
    const step: ShownStep = { label, seed: after.seed, ...aboutOf(scenes[at]!, after, selection) };
    return JSON.stringify(step);
  });
}

const isAboutThings = (label: StepName): label is keyof Texts['stepsOf'] & StepName =>
  !['empty', 'newRoom', 'reset'].includes(label);

function nameOfStep(t: ReturnType<typeof useText>, { label, seed, count, name }: ShownStep): string {
  if (!count || !isAboutThings(label)) return t(`steps.${label}`, { seed });
  const thing = count === 1 ? nameOf(t, { name }) : t('selection.several', { count });
  return t(`stepsOf.${label}`, { thing });
}

/** Every step by name and with its picture, the newest first; a click goes there. */
export function HistoryPanel(): ReactElement {
  const { store, ui } = useEditor();
  const t = useText();
  const panel = useRef<HTMLDetailsElement>(null);
  const open = useUi((state) => state.history);
  const here = useScene((state) => state.past.length);
  const steps = useScene(useShallow(stepsOf));
  const scenes = useScene(useShallow(scenesOf));
  const whole = useScene((state) => state.forgotten === 0);
  const labels = [
    t(whole ? 'history.start' : 'history.oldest'),
    ...steps.map((step) => nameOfStep(t, JSON.parse(step) as ShownStep)),
  ];
  useEffect(() => {
    if (open) panel.current?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  return (
    <details
      ref={panel}
      className="panel"
      open={open}
      onToggle={(event) => ui.setState({ history: event.currentTarget.open })}
    >
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
              {open && scenes[count] && <StepPicture scene={scenes[count]} />}
              <span>{label}</span>
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** The room of a step, drawn small when there is time for it. */
function StepPicture({ scene }: { scene: Scene }): ReactElement {
  const { drawSmall } = useEditor();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const abort = new AbortController();
    drawSmall(scene, abort.signal).then(
      (pixels) => {
        const { current } = canvas;
        if (!current || abort.signal.aborted) return;
        current.width = pixels.width;
        current.height = pixels.height;
        putPixels(current, pixels);
      },
      // Withdrawn, or not to be drawn: the page has said what is wrong.
      () => undefined,
    );
    return () => abort.abort();
  }, [drawSmall, scene]);
  return <canvas ref={canvas} className="step-picture" width={1} height={1} aria-hidden="true" />;
}
