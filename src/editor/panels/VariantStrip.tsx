/** The strip under the picture: what is selected in eight other ways, drawn small while nothing else is to be done. */
import { type ReactElement, useEffect, useMemo } from 'react';
import { actionNamed, runAction } from '../actions/actions';
import { useActionContext, useEditor, useScene, useUi } from '../context';
import { sceneAtRest } from '../../scene';
import { useText } from '../i18n';
import {
  VARIANTS,
  VARIANT_KINDS,
  type Variants,
  type VariantsOf,
  findRooms,
  offeredRooms,
  soughtFor,
  variantCrop,
  variantOf,
} from '../variants';
import { useNarrow } from '../useNarrow';
import { ActionButton } from './ActionButton';
import { CropView } from './Crop';
import { Segmented } from './Segmented';
import { REST, useSmallPictures } from './useSmallPictures';

/** Pixels along a side that variants are drawn with: all of a room, or one thing in it. */
const SIDES = { whole: 64, thing: 128 } as const;

export function VariantStrip(): ReactElement | null {
  return useUi((state) => state.variants.open) ? <Strip /> : null;
}

/** What is selected in the document, as it is between gestures. */
function useAtRest(): VariantsOf & { readonly moving: boolean } {
  const scene = useScene(sceneAtRest);
  const selection = useScene((state) => state.selection);
  const moving = useScene(({ mark }) => mark !== null);
  return { scene, selection, moving };
}

function Strip(): ReactElement {
  const { ui, abNorm } = useEditor();
  const t = useText();
  const contextNow = useActionContext();
  const narrow = useNarrow();
  const variants = useUi((state) => state.variants);
  const { scene, selection, moving } = useAtRest();
  const of = useMemo(() => ({ scene, selection }), [scene, selection]);
  useOffers(of, variants, moving);
  const rooms = offeredRooms(of, variants);
  const { kind } = variants;
  const crop = variantCrop(of, kind, abNorm);
  const urls = usePictures(of, variants, moving, crop.side < 1 ? SIDES.thing : SIDES.whole);
  const sought = variants.offered.for === soughtFor(of, variants);
  return (
    <section className="variants" aria-label={t('variants.title')}>
      {/* Where the button of the selection is gone with it. */}
      {narrow && <ActionButton id="variants" compact pressed />}
      <Segmented
        label={t('variants.what')}
        value={kind}
        onChoose={(chosen) => ui.setState({ variants: { ...variants, kind: chosen, page: 0 } })}
        choices={VARIANT_KINDS.map((value) => ({ value, label: t(`variants.${value}`) }))}
      />
      <ol>
        {Array.from({ length: VARIANTS }, (_, at) => {
          const room = rooms[at];
          const name = room
            ? t('variants.one', { number: at + 1, room: t('room.numbered', { seed: room.seed }) })
            : t('variants.waiting', { number: at + 1 });
          return (
            <li key={at}>
              <button
                type="button"
                className="tile"
                disabled={!room}
                aria-label={name}
                title={name}
                aria-keyshortcuts={String(at + 1)}
                aria-pressed={room !== undefined && variantOf(of, kind, room) === scene}
                onClick={() => runAction(actionNamed(`variant-${at + 1}`), contextNow)}
              >
                {room || !sought ? <CropView url={urls[at]} crop={crop} /> : <span className="crop" />}
                <kbd aria-hidden="true">{at + 1}</kbd>
              </button>
            </li>
          );
        })}
      </ol>
      <ActionButton id="variants-more" compact />
    </section>
  );
}

/** Looks for the rooms that variants are taken from, when the hand rests. */
function useOffers(of: VariantsOf, variants: Variants, moving: boolean): void {
  const { ui, roomOf } = useEditor();
  const sought = soughtFor(of, variants);
  const { page } = variants;
  const found = variants.offered.for === sought;
  useEffect(() => {
    if (found || moving) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      findRooms(of, page, roomOf, stop.signal)
        .then((rooms) => {
          if (stop.signal.aborted) return;
          ui.setState((state) => ({ variants: { ...state.variants, offered: { for: sought, rooms } } }));
        })
        // The page has said what is wrong with the engine.
        .catch(() => undefined);
    }, REST);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
    // Another document of the same things has the same rooms.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [ui, roomOf, sought, page, found, moving]);
}

/** Addresses of the variants' pictures. */
function usePictures(
  of: VariantsOf,
  variants: Variants,
  moving: boolean,
  side: number,
): readonly (string | undefined)[] {
  const rooms = offeredRooms(of, variants);
  const { kind } = variants;
  const place = variants.offered.for;
  const wanted = useMemo(
    () => rooms.map((room, at) => ({ scene: variantOf(of, kind, room)!, place: `${place} ${at}` })),
    [of, kind, rooms, place],
  );
  return useSmallPictures(wanted, side, moving);
}
