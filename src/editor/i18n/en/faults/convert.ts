/** What is wrong with a checkpoint or a model's manifest, and what to do. */
const foreignFiles = {
  fileEmpty: '{{file}} is empty: open a BlobGAN checkpoint (.ckpt).',
  oldTorchFile:
    "{{file}} is in PyTorch's format from before version 1.6, which cannot be read in part: load it in a current PyTorch and save it again with torch.save.",
  lfsPointer:
    '{{file}} is a Git LFS pointer, not the checkpoint itself: run git lfs pull and open the file again.',
  webPage:
    '{{file}} is a web page, because the download was answered with a page: fetch the checkpoint again.',
  packedFile: '{{file}} is packed ({{format}}): unpack it and open the .ckpt inside.',
  otherFormat: '{{file}} is a file of another kind ({{format}}): open a BlobGAN checkpoint (.ckpt).',
  safetensors:
    '{{file}} is a safetensors file, which has no hyper-parameters: open a BlobGAN checkpoint (.ckpt).',
  barePickle:
    "{{file}} is a bare pickle, not a file of torch.save (StyleGAN's .pkl files are such): open a BlobGAN checkpoint (.ckpt).",
  noTorchFile: '{{file}} is not a PyTorch checkpoint: open a BlobGAN checkpoint (.ckpt).',
} as const;

const archive = {
  zipWithoutCheckpoint:
    '{{file}} is a zip file, but no PyTorch checkpoint (it holds {{holds}}): open the .ckpt file itself.',
  torchScript:
    "{{file}} is a TorchScript program, not a checkpoint: save the model's state_dict with torch.save.",
  bigEndian: '{{file}} was written on a big-endian machine: load it and save it again on an ordinary one.',
  archiveDamaged: '{{file}} is damaged ({{why}}): fetch it again.',
  zipWithoutEnd:
    '{{file}} begins like a zip file and has no end, so that the download is incomplete: fetch it again.',
  zipEncrypted: '{{file}} is encrypted: unpack it and save it without a password.',
  zipBomb:
    '{{file}} has an entry that claims to unpack to {{bytes}} bytes from {{packed}}, which no checkpoint does: open another file.',
  tooManyEntries:
    '{{file}} holds {{count}} entries, and a checkpoint holds at most {{most}}: open the checkpoint itself.',
  entryTooLarge:
    '{{entry}} in {{file}} takes {{bytes}} bytes, and at most {{most}} are read at once: choose a smaller model.',
  otherPacking:
    '{{entry}} in {{file}} is packed in a way that PyTorch does not use (method {{method}}): unpack the file and save it again with torch.save.',
  fileEndsEarly:
    '{{file}} ends before its contents do, so that the download is incomplete or the file is damaged: fetch it again.',
  fileWentAway: '{{file}} changed or went away while it was read: open it again.',
  pickleDamaged: "The file's contents are damaged and cannot be read ({{why}}): fetch it again.",
  pickleTooOld:
    'The file is a pickle of a protocol before 2, which PyTorch does not write: save it again with torch.save.',
  pickleProtocol:
    'The file is a pickle of protocol {{protocol}}, and PyTorch writes 2 to 5: save it again with torch.save.',
  tensorDamaged:
    'A tensor in the file is described wrongly ({{why}}), so that the file is damaged or was not written by torch.save: fetch or save it again.',
} as const;

const checkpoint = {
  noBlobgan: '{{file}} {{holds}}; a BlobGAN checkpoint with generator_ema and layout_net_ema was expected.',
  tensorMissing:
    '{{file}} looks like a BlobGAN checkpoint, but {{tensor}} is missing: use the file as its authors published it.',
  tensorShape:
    "The file's tensor {{tensor}} is {{shape}}, and a BlobGAN of this form has {{wanted}} there: use a checkpoint of the published code.",
  tensorNotFinite:
    "The file's tensor {{tensor}} holds numbers that are not finite, because the training broke down: use another checkpoint.",
  otherBlur:
    "The file's {{tensor}} is not the [1, 3, 3, 1] blur of the published code; models with another one are not supported.",
  optionOff:
    '{{file}} was trained with {{option}} = false; only models with it on, as all published ones, are supported.',
  decoderStart:
    '{{file}} says that the decoder starts at {{cells}} cells; a power of two from 4 to {{most}} is supported.',
  decoderSize:
    'The decoder has {{features}} feature, {{styles}} style and {{channels}} map channels; 1 to {{most}} are supported.',
  otherResolution: '{{file}} draws {{pixels}} pixels; {{least}} to {{most}} are supported.',
  layoutSize:
    'The layout network has {{layers}} layers of width {{width}}; 2 to 64 layers of at most {{most}} are supported.',
  layoutUnfit:
    'The layout network gives {{numbers}} numbers, which is no whole number of blobs with {{features}} feature and {{styles}} style numbers each: layout network and decoder do not belong together.',
  flowSize: 'The layout network is a flow with {{value}} {{size}}; 1 to {{most}} are supported.',
  flowTimes:
    'The layout network is a flow with {{count}} times, and should have two for every step: save the checkpoint again with the trainer.',
  flowPlace:
    "The layout network's place should have each of {{count}} numbers once, and has not: save the checkpoint again with the trainer.",
  flowIndices:
    "The layout network's {{tensor}} should name some of {{count}} blobs, and names others: save the checkpoint again with the trainer.",
  flowWithoutMean:
    'The checkpoint has no mean latent, and its layout network is a flow: save it again with the trainer, which keeps one.',
  oddOption: '{{file}} has {{option}} = {{value}}, which is not a positive number of a sensible size.',
  slotsUnnamed:
    '{{file}} should name its {{count}} blobs in "slots", and does not: save it again with the trainer.',
  tooWide:
    '{{file}} has width {{width}}, and the limit is {{most}}: raise the limit or choose a smaller model.',
  meanLatentLength:
    "{{where}} has {{count}} numbers, and this checkpoint's has {{wanted}}: use the one that belongs to it.",
  meanLatentNotFinite:
    '{{where}} holds numbers that are not finite: use the one that belongs to the checkpoint.',
  noMeanLatent: '{{file}} has no tensor where a mean latent was expected: use a *_mean_latent.pt.',
  noPicks:
    '{{file}} {{holds}} where latents of {{wanted}} numbers were expected: use the *_cherrypicked.pt that belongs to the checkpoint.',
  tooManyPicks: '{{file}} holds {{count}} latents, and at most {{most}} are kept: choose the best of them.',
  picksNotFinite:
    '{{file}} holds numbers that are not finite: use the *_cherrypicked.pt that belongs to the checkpoint.',
  modelUnnamed: 'A model needs a name: give it one.',
} as const;

export const convertFaults = {
  ...foreignFiles,
  ...archive,
  ...checkpoint,
  manifestDamaged:
    "The model's manifest.json is not valid ({{where}} {{fault}}): convert the checkpoint again.",
  manifestFormat:
    'The model is of format {{format}}, and this version reads format {{newest}}: convert the checkpoint again.',
  networkUnreadable:
    "The model's network has a part that this version cannot read ({{part}}): convert the checkpoint again.",
  noWebglForm:
    "The model's network has a part that WebGL cannot compute ({{part}}): draw with another engine.",
} as const;

export const convertReasons = {
  holdsNothing: 'nothing',
  zip64Misplaced: 'its zip64 record is not where it should be',
  zip64FieldMissing: 'a zip64 field is missing',
  directoryBreaksOff: 'its directory breaks off after {{entries}} of {{of}} entries',
  sameNames: 'two of its entries have one name',
  entryPacked: '{{entry}} cannot be inflated',
  entryOtherSize: '{{entry}} has another size than the directory says',
  entryTwoSizes: '{{entry}} has two different sizes',
  entryOverlaps: '{{entry}} overlaps what comes after it',
  entryMisplaced: '{{entry}} is not where the directory says',
  entryChecksum: 'the checksum of {{entry}} is wrong',
  storageMissing: 'storage {{storage}} is missing',
  storageOtherSize: 'storage {{storage}} has another size than its description',

  unknownInstruction: 'instruction {{instruction}} at byte {{at}} is not known',
  tooManyInstructions: 'it has more than {{most}} instructions',
  breaksOff: 'it breaks off',
  noUtf8: 'a text in it is not UTF-8',
  endlessName: 'a name in it has no end',
  absurdNumber: 'a number in it is absurdly long',
  tooManyObjects: 'it holds more than {{most}} objects',
  takesTooMuch: 'it takes more than it gave',
  nestsTooDeep: 'it nests deeper than {{most}}',
  endsNoList: 'it ends a list that it never began',
  argumentsNoTuple: 'arguments in it are not a tuple',
  nothingKept: 'it refers to something that it did not keep',
  setsNothing: 'it sets items of something that has none',
  appendsToNothing: 'it appends to something that is not a list',
  keyWithoutValue: 'a dictionary in it has a key without a value',
  noPairs: 'a dictionary in it is made from something that is not pairs',
  noSequence: 'a container in it is made from something that is not a sequence',
  otherEncoding: 'it holds bytes in an encoding that pickles do not use',

  noStorage: 'it has no storage',
  offsetNotWhole: 'its offset is not a whole number',
  shapeNoTuple: 'its shape is not a short tuple of whole numbers',
  strideNoTuple: 'its stride is not a short tuple of whole numbers',
  otherDimensions: 'its shape and stride differ in length',
  outsideStorage: 'it does not fit its storage',
  noParameter: 'a parameter without a tensor',
  otherStorage: 'its storage is a {{type}}',
  storageUnnamed: 'its storage has no proper name',

  holdsVector: 'holds one tensor of {{count}} numbers: a mean latent, which goes with a checkpoint',
  holdsTensor: 'holds one tensor of {{shape}} numbers: a list of latents, which goes with a checkpoint',
  holdsTensorOf: 'holds a tensor of {{shape}} numbers',
  holdsNoTensor: 'holds no tensor',
  holdsList: 'holds a list',
  holdsObject: 'holds an object of the class {{type}}',
  holdsNoNetworks: 'holds no networks',
  holdsInverter: 'is the photo encoder of a BlobGAN, not the model itself',
  holdsStyleGan2: 'is a StyleGAN2 checkpoint',
  holdsNoDecoder: 'has a layout network but no decoder of a BlobGAN',
  holdsNoTrainedLayout: 'has a decoder whose layout network is not trained yet',
  holdsNoLayout: 'has a decoder but no layout network: a GAN without blobs',
  holdsEmptyDictionary: 'holds an empty dictionary',
  holdsNames: 'holds {{names}}',
  holdsMoreNames: 'holds {{names}} and more',

  isNoObject: 'is not an object',
  isNoListOf: 'is not a list of at most {{most}}',
  isNoTextOf: 'is not a text of 1 to {{most}} characters',
  isNotWholeWithin: 'is not a whole number from {{least}} to {{most}}',
  isNotPositive: 'is not a positive number',
  isNoPowerOfTwo: 'is not a power of two',
  isNoFileName: 'is not a plain file name',
  isNoSha256: 'is not a SHA-256 in hexadecimal',
  isNoId: 'is not 12 hexadecimal digits',
  isNoStorage: 'is neither float32 nor float16',
  isNot: 'is not {{wanted}}',
  isInstead: 'is {{value}} instead of {{wanted}}',
  endsElsewhere: 'do not end at {{pixels}} pixels',
  isTooLong: 'is too long',
  hasInstead: 'has {{count}} entries instead of {{wanted}}',
  namesUnknown: 'names {{name}}, which is not there',

  singleNumber: 'a single number',
  meanLatentGiven: 'The given mean latent',
  meanLatentIn: 'The mean latent in {{file}}',
} as const;
