/** What can be wrong with a checkpoint, with what goes with it, and with the manifest of what was made of it. */
import type { None } from './none';

/** Every field that is named `file` is what a person calls the file. */
interface OfFile {
  file: string;
}

interface ForeignFiles {
  fileEmpty: OfFile;
  oldTorchFile: OfFile;
  lfsPointer: OfFile;
  webPage: OfFile;
  packedFile: OfFile & { format: string };
  otherFormat: OfFile & { format: string };
  safetensors: OfFile;
  barePickle: OfFile;
  noTorchFile: OfFile;
}

interface ArchiveFaults<Reason> {
  zipWithoutCheckpoint: OfFile & { holds: string | Reason };
  torchScript: OfFile;
  bigEndian: OfFile;
  archiveDamaged: OfFile & { why: Reason };
  zipWithoutEnd: OfFile;
  zipEncrypted: OfFile;
  zipBomb: OfFile & { bytes: number; packed: number };
  tooManyEntries: OfFile & { count: number; most: number };
  entryTooLarge: OfFile & { entry: string; bytes: number; most: number };
  otherPacking: OfFile & { entry: string; method: number };
  fileEndsEarly: OfFile;
  fileWentAway: OfFile;
  pickleDamaged: { why: Reason };
  pickleTooOld: None;
  pickleProtocol: { protocol: number };
  tensorDamaged: { why: Reason };
}

interface CheckpointFaults<Reason> {
  noBlobgan: OfFile & { holds: Reason };
  tensorMissing: OfFile & { tensor: string };
  tensorShape: { tensor: string; shape: string | Reason; wanted: string };
  tensorNotFinite: { tensor: string };
  otherBlur: { tensor: string };
  optionOff: OfFile & { option: string };
  decoderStart: OfFile & { cells: number; most: number };
  decoderSize: { features: number; styles: number; channels: number; most: number };
  otherResolution: OfFile & { pixels: number; least: number; most: number };
  layoutSize: { layers: number; width: number; most: number };
  layoutUnfit: { numbers: number; features: number; styles: number };
  flowSize: { size: string; value: number; most: number };
  flowTimes: { count: number };
  flowPlace: { count: number };
  flowIndices: { tensor: string; count: number };
  flowWithoutMean: None;
  oddOption: OfFile & { option: string; value: number };
  slotsUnnamed: OfFile & { count: number };
  tooWide: OfFile & { width: number; most: number };
  meanLatentLength: { where: Reason; count: number; wanted: number };
  meanLatentNotFinite: { where: Reason };
  noMeanLatent: OfFile;
  noPicks: OfFile & { holds: Reason; wanted: number };
  tooManyPicks: OfFile & { count: number; most: number };
  picksNotFinite: OfFile;
  modelUnnamed: None;
}

/** @typeParam Reason part of a sentence; fault.ts makes it of these tables */
export interface ConvertFaults<Reason> extends ForeignFiles, ArchiveFaults<Reason>, CheckpointFaults<Reason> {
  manifestDamaged: { where: string | Reason; fault: Reason };
  manifestFormat: { format: string; newest: number };
  /** A network that this version did not write. */
  networkUnreadable: { part: string };
  noWebglForm: { part: string };
}

interface ArchiveReasons {
  holdsNothing: None;
  zip64Misplaced: None;
  zip64FieldMissing: None;
  directoryBreaksOff: { entries: number; of: number };
  sameNames: None;
  entryPacked: { entry: string };
  entryOtherSize: { entry: string };
  entryTwoSizes: { entry: string };
  entryOverlaps: { entry: string };
  entryMisplaced: { entry: string };
  entryChecksum: { entry: string };
  storageMissing: { storage: string };
  storageOtherSize: { storage: string };
}

interface PickleReasons {
  unknownInstruction: { instruction: string; at: number };
  tooManyInstructions: { most: number };
  breaksOff: None;
  noUtf8: None;
  endlessName: None;
  absurdNumber: None;
  tooManyObjects: { most: number };
  takesTooMuch: None;
  nestsTooDeep: { most: number };
  endsNoList: None;
  argumentsNoTuple: None;
  nothingKept: None;
  setsNothing: None;
  appendsToNothing: None;
  keyWithoutValue: None;
  noPairs: None;
  noSequence: None;
  otherEncoding: None;
}

interface TensorReasons {
  noStorage: None;
  offsetNotWhole: None;
  shapeNoTuple: None;
  strideNoTuple: None;
  otherDimensions: None;
  outsideStorage: None;
  noParameter: None;
  otherStorage: { type: string };
  storageUnnamed: None;
}

/** What a file holds that is no BlobGAN. */
interface ContentsReasons {
  holdsVector: { count: number };
  holdsTensor: { shape: string };
  holdsTensorOf: { shape: string };
  holdsNoTensor: None;
  holdsList: None;
  holdsObject: { type: string };
  holdsNoNetworks: None;
  holdsInverter: None;
  holdsStyleGan2: None;
  holdsNoDecoder: None;
  holdsNoTrainedLayout: None;
  holdsNoLayout: None;
  holdsEmptyDictionary: None;
  holdsNames: { names: string };
  holdsMoreNames: { names: string };
}

interface ManifestReasons {
  isNoObject: None;
  isNoListOf: { most: number };
  isNoTextOf: { most: number };
  isNotWholeWithin: { least: number; most: number };
  isNotPositive: None;
  isNoPowerOfTwo: None;
  isNoFileName: None;
  isNoSha256: None;
  isNoId: None;
  isNoStorage: None;
  isNot: { wanted: number };
  isInstead: { value: number; wanted: number };
  endsElsewhere: { pixels: number };
  isTooLong: None;
  hasInstead: { count: number; wanted: number };
  namesUnknown: { name: string };
}

export interface ConvertReasons
  extends ArchiveReasons, PickleReasons, TensorReasons, ContentsReasons, ManifestReasons {
  singleNumber: None;
  meanLatentGiven: None;
  meanLatentIn: OfFile;
}
