/** Texts for screen readers: what a blob is, and what has just happened. Pure but for the language. */
import type { TFunction } from 'i18next';
import type { Blob, SceneState, StepName } from '../../scene';
import { nameOf, titled } from '../i18n';
import { frameOf } from './frame';
import { boxOf } from './geometry';

/** The state that was announced last, or is to be announced now. */
export type Announced = Pick<SceneState, 'scene' | 'selection' | 'past' | 'future'>;

const percent = (part: number): number => Math.round(part * 100);

function extentsOf(blob: Blob, abNorm: number): { width: number; height: number } {
  const { left, top, right, bottom } = boxOf([blob], abNorm);
  return { width: percent(right - left), height: percent(bottom - top) };
}

/** A blob in one phrase: name, place, size, and whether it is hidden or locked. */
export function describe(t: TFunction, blob: Blob, abNorm: number): string {
  const facts: string[] = [
    t('said.described', {
      name: titled(nameOf(t, blob)),
      x: percent(blob.x),
      y: percent(blob.y),
      ...extentsOf(blob, abNorm),
    }),
  ];
  if (blob.hidden) facts.push(t('said.hiddenNow'));
  if (blob.locked) facts.push(t('said.lockedNow'));
  if (blob.group !== undefined) facts.push(t('said.groupedNow'));
  return facts.join(', ');
}

/** What changed about a blob that exists before and after; several quick edits make one announcement. */
function changeOf(t: TFunction, before: Blob, after: Blob, abNorm: number): string {
  const name = titled(nameOf(t, after));
  const sentences: string[] = [];
  if (before.name !== after.name) sentences.push(t('said.renamed', { name }));
  if (before.hidden !== after.hidden)
    sentences.push(t(after.hidden ? 'said.hidden' : 'said.shown', { name }));
  if (before.locked !== after.locked)
    sentences.push(t(after.locked ? 'said.locked' : 'said.unlocked', { name }));
  const facts: string[] = [];
  if (before.x !== after.x || before.y !== after.y)
    facts.push(t('said.moved', { x: percent(after.x), y: percent(after.y) }));
  if (before.size !== after.size || before.aspect !== after.aspect)
    facts.push(t('said.resized', extentsOf(after, abNorm)));
  if (before.angle !== after.angle)
    facts.push(t('said.turned', { degrees: Math.round((frameOf(after, abNorm).angle * 180) / Math.PI) }));
  if (facts.length) sentences.push(t('said.shaped', { name, facts: facts.join(', ') }));
  return sentences.length ? sentences.join('. ') : t('said.restyled', { name });
}

function selectionOf(t: TFunction, { scene, selection }: Announced, abNorm: number): string {
  if (selection.size > 1) return t('canvas.severalSelected', { count: selection.size });
  const blob = scene?.blobs.find((candidate) => selection.has(candidate.id));
  return blob ? describe(t, blob, abNorm) : t('canvas.nothingSelected');
}

/** The blob whose place in depth changed most, the selected one among equals, and where it is now. */
function depthOf(t: TFunction, before: readonly Blob[], { scene, selection }: Announced): string {
  const after = scene?.blobs ?? [];
  const places = new Map(before.map((blob, place) => [blob.id, place]));
  const way = (place: number): number => {
    const { id } = after[place]!;
    return Math.abs(place - (places.get(id) ?? place)) + (selection.has(id) ? 0.5 : 0);
  };
  const moved = [...after.keys()].reduce((most, place) => (way(place) > way(most) ? place : most), 0);
  const name = titled(nameOf(t, after[moved]!));
  return t('said.depth', { name, place: after.length - moved, count: after.length });
}

/** @param seed of the room that a step opened */
const stepText = (t: TFunction, step: StepName, seed: number): string => t(`steps.${step}`, { seed });

/** What a person who cannot see the canvas must hear; empty when nothing is worth a word. */
export function announce(t: TFunction, before: Announced, after: Announced, abNorm: number): string {
  if (!after.scene) return '';
  if (!before.scene || before.scene === after.scene) {
    return before.selection === after.selection ? '' : selectionOf(t, after, abNorm);
  }
  const { past, future, scene } = after;
  if (past.length < before.past.length && future[0])
    return t('said.undone', { label: stepText(t, future[0].label, before.scene.seed) });
  // An edit after an undo makes the past longer and the future shorter as well: a redo leads to a document of then.
  if (before.future.some((step) => step.scene === scene) && past.at(-1))
    return t('said.redone', { label: stepText(t, past.at(-1)!.label, scene.seed) });
  if (before.scene.seed !== after.scene.seed) return t('said.room', { seed: after.scene.seed });
  const [old, now] = [before.scene.blobs, after.scene.blobs];
  const [was, is] = [new Map(old.map((blob) => [blob.id, blob])), new Set(now.map((blob) => blob.id))];
  const added = now.filter((blob) => !was.has(blob.id));
  const removed = old.filter((blob) => !is.has(blob.id));
  const name = (blob: Blob): string => titled(nameOf(t, blob));
  if (added.length)
    return added.length === 1
      ? t('said.added', { name: name(added[0]!) })
      : t('said.severalAdded', { count: added.length });
  if (removed.length)
    return removed.length === 1
      ? t('said.removed', { name: name(removed[0]!) })
      : t('said.severalRemoved', { count: removed.length });
  const changed = now.filter((blob) => was.get(blob.id) !== blob);
  if (changed.length === 1) return changeOf(t, was.get(changed[0]!.id)!, changed[0]!, abNorm);
  if (changed.length > 1) return t('said.severalChanged', { count: changed.length });
  return old.some((blob, place) => blob !== now[place]) ? depthOf(t, old, after) : '';
}
