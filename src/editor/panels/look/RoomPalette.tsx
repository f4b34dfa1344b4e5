/** A palette for the room: a colour for walls, floor, cloth and accents each, to be picked, shuffled, or taken from a picture. */
import { type ReactElement, useEffect, useRef, useState } from 'react';
import { randomSeed } from '../../../blobgan';
import type { AttributeSchema } from '../../../convert/attributes';
import { kindOf, sceneAtRest, slotOf, toldThing } from '../../../scene';
import { useEditor, useScene } from '../../context';
import { useText } from '../../i18n';
import { IconButton } from '../../IconButton';
import { Icon } from '../../icons';
import { usedColour } from '../../kept-colours';
import { coloursOfPicture } from '../../picture-colours';
import {
  type KindNow,
  ROLES,
  type Role,
  type RolePalette,
  arranged,
  dealt,
  placesOf,
  shuffled,
} from '../../room-palette';
import { useScrub } from '../useScrub';
import { ColourControl } from './ColourControl';

/** Closed at first: what the room's colours are is asked of the model only when somebody wants to know. */
export function RoomPalette(): ReactElement | null {
  const { attributes } = useEditor();
  const t = useText();
  const [open, setOpen] = useState(false);
  if (!attributes) return null;
  return (
    <details className="room-palette" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <h3>{t('roomPalette.title')}</h3>
      </summary>
      {open && <Palette attributes={attributes} />}
    </details>
  );
}

/** What a blob is, by the name of its slot. */
function useKindNow(): KindNow {
  const { slotNames } = useEditor();
  return (blob) => kindOf(slotNames[slotOf(blob)] ?? '');
}

/** The colour of each role that there is something of, as the model reads it between gestures. */
function useRoleColours(attributes: AttributeSchema): RolePalette {
  const { traitsOf } = useEditor();
  const kindNow = useKindNow();
  const scene = useScene(sceneAtRest);
  const [palette, setPalette] = useState<RolePalette>({});
  useEffect(() => {
    if (!scene) return;
    let isStale = false;
    const read = ROLES.map(async (role) => {
      const [place] = placesOf(role, scene, kindNow, attributes);
      const traits = place && (await traitsOf(toldThing(place.blob, scene)));
      const value = place && traits?.values[place.colour];
      return typeof value === 'string' ? [[role, value] as const] : [];
    });
    Promise.all(read).then(
      (found) => {
        if (!isStale) setPalette(Object.fromEntries(found.flat()));
      },
      // The page has said what is wrong.
      () => undefined,
    );
    return () => {
      isStale = true;
    };
    // What a slot holds does not change.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [traitsOf, scene, attributes]);
  return palette;
}

function Palette({ attributes }: { attributes: AttributeSchema }): ReactElement {
  const { store } = useEditor();
  const t = useText();
  const kindNow = useKindNow();
  const palette = useRoleColours(attributes);
  const [chosen, setChosen] = useState<Role | null>(null);
  const [fixed, setFixed] = useState<ReadonlySet<Role>>(new Set());
  const [refused, setRefused] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const scrub = useScrub('palette', 'palette');
  const said = useScene(({ scene }) => scene);
  const roles = ROLES.filter((role) => palette[role] !== undefined);
  const free = roles.filter((role) => !fixed.has(role));
  const active = roles.find((role) => role === chosen);
  const deal = (next: RolePalette): void =>
    store.getState().edit('palette', (scene) => dealt(scene, next, kindNow, attributes));
  /** While the hand moves, the colour is that of the document. */
  const shownOf = (role: Role): string => {
    const [place] = said ? placesOf(role, said, kindNow, attributes) : [];
    const now = place?.blob.changes?.[place.colour];
    return typeof now === 'string' ? now : palette[role]!;
  };
  const toggle = (role: Role): void =>
    setFixed((now) => {
      const next = new Set(now);
      if (!next.delete(role)) next.add(role);
      return next;
    });
  const takeFrom = async (picture: Blob): Promise<void> => {
    setRefused(false);
    try {
      const colours = arranged(await coloursOfPicture(picture, ROLES.length));
      for (const role of free) usedColour(colours[role]);
      deal(Object.fromEntries(free.map((role) => [role, colours[role]])));
    } catch {
      setRefused(true);
    }
  };
  return (
    <div
      className="field"
      role="group"
      aria-label={t('roomPalette.title')}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        const [picture] = event.dataTransfer.files;
        if (!picture?.type.startsWith('image/')) return;
        // It is for the palette, and not for the page, which would look for a scene in it.
        event.preventDefault();
        void takeFrom(picture);
      }}
    >
      <ul className="roles">
        {roles.map((role) => {
          const name = t(`roomPalette.roles.${role}`);
          return (
            <li key={role}>
              <button
                type="button"
                className="swatch"
                style={{ background: shownOf(role) }}
                aria-label={name}
                title={name}
                aria-pressed={role === active}
                onClick={() => setChosen(role === active ? null : role)}
              />
              <IconButton
                icon={fixed.has(role) ? 'lock' : 'unlock'}
                label={t('roomPalette.keep', { name })}
                hinted
                aria-pressed={fixed.has(role)}
                onClick={() => toggle(role)}
              />
            </li>
          );
        })}
      </ul>
      {active && (
        <>
          <span className="look-label">{t(`roomPalette.roles.${active}`)}</span>
          <ColourControl
            key={active}
            name={t(`roomPalette.roles.${active}`)}
            value={shownOf(active)}
            others={roles.map(shownOf)}
            scrub={scrub}
            onTake={(hex) => scrub.take((scene) => dealt(scene, { [active]: hex }, kindNow, attributes))}
          />
        </>
      )}
      <div className="row">
        <button
          type="button"
          className="button"
          disabled={free.length < 2}
          onClick={() => deal(shuffled(palette, fixed, randomSeed))}
        >
          <Icon name="dice" />
          <span>{t('roomPalette.shuffle')}</span>
        </button>
        <button
          type="button"
          className="button"
          disabled={!free.length}
          onClick={() => file.current!.click()}
        >
          <span>{t('roomPalette.fromPicture')}</span>
        </button>
      </div>
      <input
        ref={file}
        type="file"
        accept="image/*"
        hidden
        onChange={(event) => {
          const [picture] = event.target.files ?? [];
          event.target.value = '';
          if (picture) void takeFrom(picture);
        }}
      />
      {refused && (
        <p className="hint wrong" role="alert">
          {t('roomPalette.noPicture')}
        </p>
      )}
    </div>
  );
}
