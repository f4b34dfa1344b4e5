import { type ReactElement, useLayoutEffect, useRef } from 'react';
import { type Blob, type BlobShape, LIMITS, type StepName, reshape } from '../../scene';
import { useEditor, useScene } from '../context';
import { nameOf, titled, useText } from '../i18n';
import { useNarrow } from '../useNarrow';
import { ActionButton } from './ActionButton';
import { Arrange } from './Arrange';
import { NumberField } from './NumberField';
import { SourceRows } from './SourceRows';

interface FieldOf {
  readonly key: keyof BlobShape;
  /** Factor from the document's number to the one that people read. */
  readonly scale: number;
  readonly digits: number;
  readonly step: number;
  readonly limits: readonly [number, number];
  /** What 100 % is: the picture's side for what is in per cent of it, else the present number. */
  readonly whole?: number;
  /** What a change of it is called in the history. */
  readonly stepName: StepName;
}

const DEGREES = 180 / Math.PI;

const FIELDS: readonly FieldOf[] = [
  { key: 'x', scale: 100, digits: 1, step: 1, limits: [-50, 150], whole: 100, stepName: 'move' },
  { key: 'y', scale: 100, digits: 1, step: 1, limits: [-50, 150], whole: 100, stepName: 'move' },
  {
    key: 'size',
    scale: 1,
    digits: 2,
    step: 0.25,
    limits: LIMITS.size,
    stepName: 'resize',
  },
  {
    key: 'aspect',
    scale: 1,
    digits: 2,
    step: 0.05,
    limits: LIMITS.aspect,
    stepName: 'stretch',
  },
  {
    key: 'angle',
    scale: DEGREES,
    digits: 1,
    step: 1,
    limits: [-180, 180],
    stepName: 'rotate',
  },
];

/**
 * The numbers of the selected blob. On a wide page its room is kept when nothing is selected: the list below stays where
 * it is, under the pointer that selects in it.
 */
export function Inspector(): ReactElement | null {
  const t = useText();
  const narrow = useNarrow();
  const blob = useScene(({ scene, selection }) =>
    selection.size === 1 ? scene?.blobs.find((candidate) => selection.has(candidate.id)) : undefined,
  );
  const count = useScene((state) => state.selection.size);
  // Any thing takes as much room as any other.
  const unseen = useScene((state) => (blob ? undefined : state.scene?.blobs[0]));
  useStillList(narrow);
  if (!count && narrow) return null;
  const shown = blob ?? (narrow ? undefined : unseen);
  const none = t('canvas.nothingSelected');
  return (
    <section className="panel inspector" aria-labelledby="selection-heading">
      <div className="label-row">
        <h2 id="selection-heading">
          {blob ? titled(nameOf(t, blob)) : count ? t('selection.several', { count }) : none}
        </h2>
        <div className="row tight">
          <ActionButton id="restore" compact />
          <ActionButton id="duplicate" compact />
          <ActionButton id="delete" compact />
        </div>
      </div>
      {!count && <p className="hint unselected">{t('selection.none')}</p>}
      {count > 1 && <Arrange />}
      {shown && (
        // Another thing, other fields: what is typed in one is never in that of another.
        <div key={shown.id} className={blob ? 'of-one' : 'of-one unseen'} inert={!blob}>
          <Numbers blob={shown} />
          <SourceRows blob={shown} />
        </div>
      )}
      <div className="row">
        <ActionButton id="copy-style" />
        <ActionButton id="paste-style" />
      </div>
    </section>
  );
}

/** On a narrow page there is no room to keep: what comes above a list that a person is at is scrolled out of its way. */
function useStillList(narrow: boolean): void {
  const before = useRef(0);
  useLayoutEffect(() => {
    const list = document.querySelector<HTMLElement>('.side .things');
    if (!list) return;
    const moved = list.offsetTop - before.current;
    before.current = list.offsetTop;
    const isThere = list.matches(':hover') || list.contains(document.activeElement);
    if (narrow && moved && isThere) list.closest('.side')!.scrollTop += moved;
  });
}

function Numbers({ blob }: { blob: Blob }): ReactElement {
  const { store } = useEditor();
  const t = useText();
  const ids = new Set([blob.id]);
  return (
    <div className="numbers">
      {FIELDS.map(({ key, scale, digits, step, limits, whole, stepName: name }) => (
        <NumberField
          key={key}
          label={t(`selection.${key}`)}
          value={blob[key] * scale}
          digits={digits}
          step={step}
          limits={limits}
          {...(whole !== undefined && { whole })}
          disabled={blob.locked}
          onBegin={() => store.getState().begin()}
          onScrub={(value) =>
            store.getState().update((scene) => reshape(scene, ids, () => ({ [key]: value / scale })))
          }
          onEnd={(cancelled) => (cancelled ? store.getState().cancel() : store.getState().commit(name))}
          onSet={(value) =>
            store.getState().edit(name, (scene) => reshape(scene, ids, () => ({ [key]: value / scale })), {
              coalesce: `field-${key}`,
            })
          }
        />
      ))}
    </div>
  );
}
