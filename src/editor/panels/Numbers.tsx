/** The numbers of one blob: where it is, how large, and how it lies there, as its frame has them. */
import type { ReactElement } from 'react';
import { type Blob, type BlobShape, LIMITS, type StepName, reshape } from '../../scene';
import { type Frame, frameOf, shapedFrame, withSide } from '../canvas/frame';
import { useEditor, useUi } from '../context';
import { useText } from '../i18n';
import { NumberField } from './NumberField';

interface Field {
  readonly key: 'x' | 'y' | 'width' | 'height' | 'size' | 'aspect' | 'angle';
  readonly digits: number;
  readonly step: number;
  readonly limits: readonly [number, number];
  /** What 100 % is: the picture's side for what is in per cent of it, else the present number. */
  readonly whole?: number;
  /** What a change of it is called in the history. */
  readonly stepName: StepName;
  /** The number that people read. */
  readonly of: (blob: Blob, frame: Frame) => number;
  /** What a number makes of the blob that has this frame. */
  readonly shaped: (value: number, frame: Frame, abNorm: number) => Partial<BlobShape>;
}

/** Of what is higher than wide, rounded up to the digits that are shown. */
const LEAST_ASPECT = Math.ceil(1_000 / LIMITS.aspect[1]) / 1_000;

const DEGREES = 180 / Math.PI;
const PLACE = { digits: 1, step: 1, limits: [-50, 150], whole: 100, stepName: 'move' } as const;
const SIDE = { digits: 1, step: 1, limits: [0.2, 400], whole: 100, stepName: 'stretch' } as const;

/** In degrees, from -180 to 180. */
function degrees(angle: number): number {
  const turned = angle * DEGREES;
  return turned - 360 * Math.round(turned / 360);
}

const FIELDS: readonly Field[] = [
  { key: 'x', ...PLACE, of: ({ x }) => 100 * x, shaped: (value) => ({ x: value / 100 }) },
  { key: 'y', ...PLACE, of: ({ y }) => 100 * y, shaped: (value) => ({ y: value / 100 }) },
  {
    key: 'width',
    ...SIDE,
    of: (_, { semiWidth }) => 200 * semiWidth,
    shaped: (value, frame, abNorm) => withSide(frame, 'width', value / 200, abNorm),
  },
  {
    key: 'height',
    ...SIDE,
    of: (_, { semiHeight }) => 200 * semiHeight,
    shaped: (value, frame, abNorm) => withSide(frame, 'height', value / 200, abNorm),
  },
  {
    key: 'size',
    digits: 2,
    step: 0.25,
    limits: LIMITS.size,
    stepName: 'resize',
    of: ({ size }) => size,
    shaped: (size) => ({ size }),
  },
  {
    key: 'aspect',
    digits: 3,
    step: 0.05,
    limits: [LEAST_ASPECT, LIMITS.aspect[1]],
    stepName: 'stretch',
    of: (_, { aspect }) => aspect,
    shaped: (aspect, { angle }) => ({ aspect, angle }),
  },
  {
    key: 'angle',
    digits: 1,
    step: 1,
    limits: [-180, 180],
    stepName: 'rotate',
    of: (_, { angle }) => degrees(angle),
    shaped: (value, { aspect }) => ({ aspect, angle: value / DEGREES }),
  },
];

export function Numbers({ blob }: { blob: Blob }): ReactElement {
  const { store, ui, abNorm } = useEditor();
  const t = useText();
  const turned = useUi((state) => state.turned);
  const ids = new Set([blob.id]);
  const frame = frameOf(blob, abNorm, turned ?? 0);
  return (
    <div className="numbers">
      {FIELDS.map(({ key, digits, step, limits, whole, stepName: name, of, shaped }) => {
        const take =
          (value: number) =>
          (scene: Parameters<typeof reshape>[0]): ReturnType<typeof reshape> =>
            reshape(scene, ids, (each) => shaped(value, shapedFrame(each, abNorm), abNorm));
        return (
          <NumberField
            key={key}
            label={t(`selection.${key}`)}
            value={of(blob, frame)}
            digits={digits}
            step={step}
            limits={limits}
            {...(whole !== undefined && { whole })}
            disabled={blob.locked}
            onBegin={() => store.getState().begin()}
            onScrub={(value) => {
              store.getState().update(take(value));
              // The number goes on from where it is, past 45 degrees too.
              if (key === 'angle') ui.setState({ turned: value / DEGREES });
            }}
            onEnd={(cancelled) => {
              if (cancelled) store.getState().cancel();
              else store.getState().commit(name);
              ui.setState({ turned: null });
            }}
            onSet={(value) => store.getState().edit(name, take(value), { coalesce: `field-${key}` })}
          />
        );
      })}
    </div>
  );
}
