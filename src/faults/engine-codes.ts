/** What can go wrong with drawing, and with the models of a device. */
import type { None } from './none';

/** @typeParam Cause what something was caused by; fault.ts makes it of these tables */
export interface EngineFaults<Cause> {
  modelUnreachable: None;
  modelMissing: { address: string; status: number };
  manifestNoJson: { address: string };
  modelFileUnreachable: { file: string };
  modelFileMissing: { file: string; status: number };
  modelFileDamaged: { file: string };
  modelFileUnusable: { file: string; why: Cause };
  unknownPick: { number: number };
  nothingDraws: None;
  storedModelGone: None;
  storedManifestDamaged: { file: string };
  storedFileDamaged: { model: string; file: string };
  noStorage: None;
  insecurePage: None;
  deviceFull: None;
  outOfMemory: None;
  graphicsTooSmall: { megabytes: number };
  graphicsOutOfMemory: None;
  graphicsGaveUp: None;
  /** With WebGL's own number of the error. */
  graphicsRefused: { error: number };
  wrongPicture: None;
  otherProviderChosen: None;
  engineStopped: { why: Cause };
  otherVersions: None;
  modelNotLoaded: None;
  roomUndrawable: { why: Cause };
  conversionStopped: { why: Cause };
}

export interface EngineReasons {
  noReasonGiven: None;
  /** Of WebGL, on this device. */
  testEndless: None;
}
