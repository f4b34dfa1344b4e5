/** How a thing looks, by name: what its class can be told, and nothing else. */
import { type ReactElement, useId, useState } from 'react';
import type { AttributeSchema } from '../../../convert/attributes';
import {
  type Blob,
  CHANGE_KINDS,
  type ChangeName,
  type Changes,
  change,
  kindOf,
  slotOf,
  unchange,
  wholeDegrees,
} from '../../../scene';
import { useEditor, useScene } from '../../context';
import { type Texts, titled, useText } from '../../i18n';
import { IconButton } from '../../IconButton';
import { Icon } from '../../icons';
import { writtenNumber } from '../../numbers';
import { Segmented } from '../Segmented';
import { useScrub } from '../useScrub';
import { ColourControl } from './ColourControl';
import { FacingDial } from './FacingDial';
import { type LookChoice, LookTiles } from './LookTiles';
import { useTraits } from './useTraits';

type ClassSchema = AttributeSchema['classes'][number];
type Values = Readonly<Record<string, string | number | boolean | undefined>>;

const WALLS: ReadonlySet<string> = new Set(['back wall', 'left wall', 'right wall']);

/** What is asked of the model by a name that this page knows. */
const known = (names: readonly string[]): ChangeName[] =>
  names.filter((name): name is ChangeName => Object.hasOwn(CHANGE_KINDS, name));

interface PartProps {
  readonly blob: Blob;
  readonly ids: ReadonlySet<string>;
  readonly own: ClassSchema;
  readonly values: Values;
}

export function Look({ blob, attributes }: { blob: Blob; attributes: AttributeSchema }): ReactElement {
  const { store, slotNames } = useEditor();
  const t = useText();
  const traits = useTraits(blob);
  const [allWalls, setAllWalls] = useState(false);
  const kindNow = ({ feature }: Pick<Blob, 'feature'>): string =>
    kindOf(slotNames[slotOf({ feature })] ?? '');
  const kind = kindNow(blob);
  const own =
    attributes.classes.find(({ name }) => name === kind) ??
    attributes.classes.find(({ name }) => name === traits?.class);
  const walls = useScene(({ scene }) => scene?.blobs);
  const isWall = WALLS.has(kind);
  const ids = new Set(
    isWall && allWalls
      ? (walls ?? []).filter((each) => WALLS.has(kindNow(each))).map(({ id }) => id)
      : [blob.id],
  );
  if (!own) return <p className="look hint essential">{t('look.nothing')}</p>;
  const part: PartProps = { blob, ids, own, values: { ...traits?.values, ...blob.changes } };
  return (
    <div className="look">
      {isWall && (
        <Segmented
          label={t('look.walls')}
          value={allWalls ? 'all' : 'one'}
          choices={[
            { value: 'one', label: t('look.oneWall') },
            { value: 'all', label: t('look.allWalls') },
          ]}
          onChoose={(chosen) => setAllWalls(chosen === 'all')}
        />
      )}
      <Colours {...part} />
      <Models {...part} attributes={attributes} />
      <Patterns {...part} />
      <Numbers {...part} attributes={attributes} />
      <Switches {...part} />
      {own.turns && <Facing {...part} />}
      <button
        type="button"
        className="button"
        disabled={!blob.changes}
        onClick={() => store.getState().edit('look', (scene) => unchange(scene, ids))}
      >
        <Icon name="reset" />
        <span>{t('look.asItCame')}</span>
      </button>
    </div>
  );
}

/** Colours that were said of anything in the room. */
function useRoomColours(): readonly string[] {
  const said = useScene(({ scene }) =>
    (scene?.blobs ?? [])
      .flatMap(({ changes }) => Object.values(changes ?? {}))
      .filter((value) => typeof value === 'string' && value.startsWith('#'))
      .join(),
  );
  return said ? [...new Set(said.split(','))] : [];
}

function Colours({ ids, own, values }: PartProps): ReactElement | null {
  const t = useText();
  const names = known(own.colours).filter((name) => values[name] !== undefined || name === 'colour');
  const [chosen, setChosen] = useState<ChangeName | null>(null);
  const scrub = useScrub('look', 'look-colour');
  const others = useRoomColours();
  const active = names.find((name) => name === chosen) ?? names[0];
  if (!active) return null;
  const label = (name: ChangeName): string => t(`look.names.${name}`);
  const value = values[active];
  return (
    <div className="field">
      <div className="swatches" role="group" aria-label={t('look.colours')}>
        {names.map((name) => (
          <button
            key={name}
            type="button"
            className="swatch"
            style={{ background: String(values[name] ?? 'transparent') }}
            aria-label={label(name)}
            title={label(name)}
            aria-pressed={name === active}
            onClick={() => setChosen(name)}
          />
        ))}
        <span>{label(active)}</span>
      </div>
      {typeof value === 'string' && (
        <ColourControl
          key={active}
          name={label(active)}
          value={value}
          others={others}
          scrub={scrub}
          onTake={(hex) => scrub.take((scene) => change(scene, ids, { [active]: hex }))}
        />
      )}
    </div>
  );
}

/** Names of values that the model may have; another one is shown as the model has it. */
function useValueName(): (value: string) => string {
  const t = useText();
  return (value) =>
    titled(
      Object.hasOwn(VALUE_NAMES, value) ? t(`look.values.${value as keyof Texts['look']['values']}`) : value,
    );
}

/** What `look.values` has texts for. */
const VALUE_NAMES: Readonly<Record<keyof Texts['look']['values'], true>> = {
  ...{ none: true, stripes: true, dots: true, panelling: true, brick: true, checks: true, planks: true },
  ...{ carpet: true, tiles: true, border: true, diamonds: true, landscape: true, sun: true, bands: true },
  ...{ blocks: true, flower: true, mirror: true, clear: true, cloudy: true, sunset: true, night: true },
};

function Patterns({ blob, ids, own, values }: PartProps): ReactElement {
  const t = useText();
  const nameOf = useValueName();
  const sets = [
    { name: 'pattern', all: own.patterns },
    { name: 'sky', all: own.skies },
  ] as const;
  return (
    <>
      {sets.map(({ name, all }) => {
        // One way alone is no choice.
        if (all.length < 2) return null;
        const choices = all.map((value): LookChoice => ({
          value,
          name: nameOf(value),
          changes: { [name]: value },
        }));
        const present = values[name];
        return (
          <div key={name} className="field">
            <span className="look-label">{t(`look.names.${name}`)}</span>
            <LookTiles
              blob={blob}
              ids={ids}
              label={t(`look.names.${name}`)}
              choices={choices}
              value={typeof present === 'string' ? present : undefined}
            />
          </div>
        );
      })}
    </>
  );
}

/** So many models are shown at a time, the present one in the middle. */
const SHOWN_MODELS = 3;

function Models({
  blob,
  ids,
  own,
  values,
  attributes,
}: PartProps & { attributes: AttributeSchema }): ReactElement | null {
  const { store } = useEditor();
  const t = useText();
  const { models } = own;
  if (models.length < 2) return null;
  const present = models.indexOf(String(values['model']));
  const count = models.length;
  const at = (place: number): string => models[(place + count) % count]!;
  const shown = Math.min(SHOWN_MODELS, count);
  const from = Math.max(0, present) - (shown > 2 ? 1 : 0);
  const choices = Array.from({ length: shown }, (_, index): LookChoice => {
    const value = at(from + index);
    const name = attributes.models.find(({ key }) => key === value)?.name ?? value;
    return { value, name, changes: { model: value } };
  });
  const step = (by: number): void =>
    store.getState().edit('look', (scene) => change(scene, ids, { model: at(present + by) }), {
      coalesce: 'look-model',
    });
  return (
    <div className="field">
      <div className="label-row">
        <span className="look-label">
          {t('look.names.model')}
          {present >= 0 && ` ${t('look.oneOf', { number: present + 1, count })}`}
        </span>
        <span className="pager">
          {([-1, 1] as const).map((by) => {
            const label = t(by < 0 ? 'look.previousModel' : 'look.nextModel');
            return (
              <IconButton
                key={by}
                icon={by < 0 ? 'left' : 'right'}
                label={label}
                hinted
                onClick={() => step(by)}
              />
            );
          })}
        </span>
      </div>
      <LookTiles
        blob={blob}
        ids={ids}
        label={t('look.names.model')}
        choices={choices}
        value={present < 0 ? undefined : models[present]}
      />
    </div>
  );
}

function Numbers({
  ids,
  own,
  values,
  attributes,
}: PartProps & { attributes: AttributeSchema }): ReactElement {
  const t = useText();
  const id = useId();
  const scrub = useScrub('look', 'look-number');
  return (
    <>
      {known(own.numbers).map((name) => {
        const range = attributes.numbers.find((each) => each.name === name);
        const value = values[name];
        if (!range || typeof value !== 'number') return null;
        return (
          <div key={name} className="field">
            <div className="label-row">
              <label htmlFor={`${id}-${name}`}>{t(`look.names.${name}`)}</label>
              <output htmlFor={`${id}-${name}`}>{writtenNumber(value, 2)}</output>
            </div>
            <input
              id={`${id}-${name}`}
              type="range"
              min={range.low}
              max={range.high}
              step="0.01"
              value={value}
              {...scrub.handlers}
              onChange={(event) => {
                const changes: Changes = { [name]: Number(event.target.value) };
                scrub.take((scene) => change(scene, ids, changes));
              }}
            />
          </div>
        );
      })}
    </>
  );
}

function Switches({ ids, own, values }: PartProps): ReactElement {
  const { store } = useEditor();
  const t = useText();
  return (
    <>
      {known(own.switches).map((name) => (
        <label key={name} className="switch">
          <input
            type="checkbox"
            checked={values[name] === true}
            onChange={(event) => {
              const changes: Changes = { [name]: event.target.checked };
              store.getState().edit('look', (scene) => change(scene, ids, changes));
            }}
          />
          <span>{t(`look.names.${name}`)}</span>
        </label>
      ))}
    </>
  );
}

function Facing({ ids, values }: PartProps): ReactElement | null {
  const t = useText();
  const scrub = useScrub('look', 'look-facing');
  const { facing } = values;
  if (typeof facing !== 'number') return null;
  return (
    <div className="facing">
      <span className="look-label">{t('look.facing')}</span>
      <FacingDial
        value={facing}
        scrub={scrub}
        onTake={(degrees) => scrub.take((scene) => change(scene, ids, { facing: degrees }))}
      />
      <output>{t('look.degrees', { degrees: wholeDegrees(facing) })}</output>
    </div>
  );
}
