/** What can be wrong with a scene from outside: a link, a scene file, a picture with a scene in it. */
import type { None } from './none';

/** @typeParam Reason part of a sentence; fault.ts makes it of these tables */
export interface SceneFaults<Reason> {
  linkDamaged: { why: Reason };
  linkNewer: { version: number; newest: number };
  fileDamaged: { why: Reason };
  fileNewer: { version: number; newest: number };
  pictureDamaged: { why: Reason };
  pictureWithoutScene: None;
  /** Something that is said of a thing, or of the light. */
  changeUnknown: { name: string };
}

/** @typeParam Reason as above */
export interface SceneReasons<Reason> {
  endsEarly: None;
  noVersion: None;
  longerThanScenes: None;
  largerThanScenes: None;
  strangeCharacters: None;
  cutShort: None;
  cutShortOrChanged: None;
  endlessNumber: None;
  numberTooLarge: { value: number; most: number };
  nameNoText: None;
  moreThanScene: None;
  noJson: None;
  saysNoScene: None;
  noPng: None;
  sceneWithoutBeginning: None;
  scenePacked: None;
  sceneNoText: None;
  sceneChanged: None;
  sceneTooLarge: None;
  sameIds: None;
  /** Below 0 are the rooms that a model's authors picked. */
  unknownSeed: { seed: number; count: number };
  unknownSlot: { slot: number; count: number };
  /** One field, by its path in the file, and what is wrong with it. */
  field: { where: string | Reason; fault: Reason };
  /** In the place of a path, where there is none. */
  itself: None;
  isBelow: { least: number };
  isAbove: { most: number };
  isNoNumber: None;
  isNotWhole: None;
  isNoText: None;
  isEmpty: None;
  isLonger: { most: number };
  isUnprintable: None;
  isNoFlag: None;
  hasTooMany: { most: number };
  isOfAnotherForm: None;
}
