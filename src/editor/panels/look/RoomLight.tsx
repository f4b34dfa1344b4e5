/** The light of the whole room: presets, warmth and strength. */
import { Fragment, type ReactElement, useId } from 'react';
import { type Light, setLight } from '../../../scene';
import { useEditor, useScene } from '../../context';
import { type Texts, titled, useText } from '../../i18n';
import { Segmented } from '../Segmented';
import { useScrub } from '../useScrub';

const NONE: Light = {};
const AS_IT_CAME = 'as-it-came';

/** What `light.presets` has texts for. */
const PRESETS: Readonly<Record<keyof Texts['light']['presets'], true>> = {
  day: true,
  evening: true,
  night: true,
};

export function RoomLight(): ReactElement | null {
  const { attributes } = useEditor();
  const t = useText();
  const id = useId();
  const light = useScene(({ scene }) => scene?.light ?? NONE);
  const scrub = useScrub('light', 'light');
  if (!attributes?.lights.length) return null;
  const nameOf = (preset: string): string =>
    titled(
      Object.hasOwn(PRESETS, preset)
        ? t(`light.presets.${preset as keyof Texts['light']['presets']}`)
        : preset,
    );
  const say = (changes: Light): void =>
    scrub.take((scene) => setLight(scene, { ...scene.light, ...changes }));
  return (
    <div className="light" role="group" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{t('light.title')}</h3>
      <Segmented
        label={t('light.title')}
        value={light.preset ?? AS_IT_CAME}
        choices={[
          { value: AS_IT_CAME, label: t('light.asItCame') },
          ...attributes.lights.map(({ name }) => ({ value: name, label: nameOf(name) })),
        ]}
        onChoose={(preset) => {
          if (preset !== AS_IT_CAME) say({ preset });
          else
            scrub.take((scene) => {
              const { preset: _, ...rest } = scene.light ?? NONE;
              return setLight(scene, rest);
            });
        }}
      />
      {(['warmth', 'strength'] as const).map((name) => (
        <Fragment key={name}>
          <label htmlFor={`${id}-${name}`}>{t(`light.${name}`)}</label>
          <input
            id={`${id}-${name}`}
            type="range"
            min="-1"
            max="1"
            step="0.05"
            value={light[name] ?? 0}
            aria-valuetext={t('light.percent', { percent: Math.round((light[name] ?? 0) * 100) })}
            {...scrub.handlers}
            onChange={(event) => say({ [name]: Number(event.target.value) })}
          />
        </Fragment>
      ))}
    </div>
  );
}
