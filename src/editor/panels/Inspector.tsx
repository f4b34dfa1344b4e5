import { Fragment, type ReactElement } from 'react';
import { type Blob, type BlobShape, LIMITS, type StepName, reshape } from '../../scene';
import { useEditor, useScene } from '../context';
import { nameOf, titled, useText } from '../i18n';
import { ActionButton } from './ActionButton';
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

/** The numbers of the selected blob. */
export function Inspector(): ReactElement | null {
  const t = useText();
  const blob = useScene(({ scene, selection }) =>
    selection.size === 1 ? scene?.blobs.find((candidate) => selection.has(candidate.id)) : undefined,
  );
  const count = useScene((state) => state.selection.size);
  if (!count) return null;
  return (
    <section className="panel" aria-labelledby="selection-heading">
      <div className="label-row">
        <h2 id="selection-heading">{blob ? titled(nameOf(t, blob)) : t('selection.several', { count })}</h2>
        <div className="row tight">
          <ActionButton id="restore" compact />
          <ActionButton id="duplicate" compact />
          <ActionButton id="delete" compact />
        </div>
      </div>
      {blob && (
        // Another thing, other fields: what is typed in one is never in that of another.
        <Fragment key={blob.id}>
          <Numbers blob={blob} />
          <SourceRows blob={blob} />
        </Fragment>
      )}
      <div className="row">
        <ActionButton id="copy-style" />
        <ActionButton id="paste-style" />
      </div>
    </section>
  );
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
