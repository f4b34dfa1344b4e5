import type { Texts } from '../../texts';
import type { convertFaults as English, convertReasons as EnglishReasons } from '../../en/faults/convert';

export const convertFaults: Pick<Texts['faults'], keyof typeof English> = {
  fileEmpty: '{{file}} est vide : ouvrez un checkpoint BlobGAN (.ckpt).',
  oldTorchFile:
    '{{file}} est dans le format de PyTorch d’avant la version 1.6, qui ne peut pas être lu par morceaux : chargez-le dans un PyTorch actuel et enregistrez-le de nouveau avec torch.save.',
  lfsPointer:
    '{{file}} est un pointeur Git LFS, pas le checkpoint lui-même : exécutez git lfs pull et ouvrez le fichier de nouveau.',
  webPage:
    '{{file}} est une page web, reçue à la place du fichier demandé : téléchargez de nouveau le checkpoint.',
  packedFile: '{{file}} est une archive ({{format}}) : décompressez-la et ouvrez le .ckpt qu’elle contient.',
  otherFormat: '{{file}} est un fichier d’un autre type ({{format}}) : ouvrez un checkpoint BlobGAN (.ckpt).',
  safetensors:
    '{{file}} est un fichier safetensors, qui n’a pas d’hyperparamètres : ouvrez un checkpoint BlobGAN (.ckpt).',
  barePickle:
    '{{file}} est un simple pickle, pas un fichier de torch.save (comme les .pkl de StyleGAN) : ouvrez un checkpoint BlobGAN (.ckpt).',
  noTorchFile: '{{file}} n’est pas un checkpoint PyTorch : ouvrez un checkpoint BlobGAN (.ckpt).',

  zipWithoutCheckpoint:
    '{{file}} est un fichier zip, mais pas un checkpoint PyTorch (il contient {{holds}}) : ouvrez le fichier .ckpt lui-même.',
  torchScript:
    '{{file}} est un programme TorchScript, pas un checkpoint : enregistrez le state_dict du modèle avec torch.save.',
  bigEndian:
    '{{file}} a été écrit sur une machine gros-boutiste : chargez-le et enregistrez-le de nouveau sur une machine ordinaire.',
  archiveDamaged: '{{file}} est abîmé ({{why}}) : téléchargez-le de nouveau.',
  zipWithoutEnd:
    '{{file}} commence comme un fichier zip et n’a pas de fin, le téléchargement est donc incomplet : recommencez-le.',
  zipEncrypted: '{{file}} est chiffré : décompressez-le et enregistrez-le sans mot de passe.',
  zipBomb:
    '{{file}} contient une entrée qui prétend passer de {{packed}} à {{bytes}} octets, ce que ne fait aucun checkpoint : ouvrez un autre fichier.',
  tooManyEntries:
    '{{file}} contient {{count}} entrées, et un checkpoint en contient au plus {{most}} : ouvrez le checkpoint lui-même.',
  entryTooLarge:
    '{{entry}} dans {{file}} occupe {{bytes}} octets, et {{most}} au plus sont lus à la fois : choisissez un modèle plus petit.',
  otherPacking:
    '{{entry}} dans {{file}} est compressé d’une façon que PyTorch n’utilise pas (méthode {{method}}) : décompressez le fichier et enregistrez-le de nouveau avec torch.save.',
  fileEndsEarly:
    '{{file}} se termine avant son contenu, le téléchargement est donc incomplet ou le fichier abîmé : téléchargez-le de nouveau.',
  fileWentAway: '{{file}} a changé ou a disparu pendant la lecture : ouvrez-le de nouveau.',
  pickleDamaged:
    'Le contenu du fichier est abîmé et ne peut pas être lu ({{why}}) : téléchargez-le de nouveau.',
  pickleTooOld:
    'Le fichier est un pickle d’un protocole antérieur à 2, que PyTorch n’écrit pas : enregistrez-le de nouveau avec torch.save.',
  pickleProtocol:
    'Le fichier est un pickle du protocole {{protocol}}, et PyTorch écrit de 2 à 5 : enregistrez-le de nouveau avec torch.save.',
  tensorDamaged:
    'Un tenseur du fichier est mal décrit ({{why}}), le fichier est donc abîmé ou ne vient pas de torch.save : téléchargez-le ou enregistrez-le de nouveau.',

  noBlobgan: '{{file}} {{holds}} ; un checkpoint BlobGAN avec generator_ema et layout_net_ema était attendu.',
  tensorMissing:
    '{{file}} ressemble à un checkpoint BlobGAN, mais {{tensor}} manque : utilisez le fichier tel que ses auteurs l’ont publié.',
  tensorShape:
    'Le tenseur {{tensor}} du fichier est {{shape}}, et un BlobGAN de cette forme a là {{wanted}} : utilisez un checkpoint du code publié.',
  tensorNotFinite:
    'Le tenseur {{tensor}} du fichier contient des nombres qui ne sont pas finis, car l’entraînement a échoué : utilisez un autre checkpoint.',
  otherBlur:
    '{{tensor}} n’est pas dans ce fichier le flou [1, 3, 3, 1] du code publié ; les modèles qui en ont un autre ne sont pas pris en charge.',
  optionOff:
    '{{file}} a été entraîné avec {{option}} = false ; seuls les modèles où cette option est active, comme tous ceux publiés, sont pris en charge.',
  decoderStart:
    '{{file}} indique que le décodeur commence à {{cells}} cases ; une puissance de deux de 4 à {{most}} est prise en charge.',
  decoderSize:
    'Le décodeur a {{features}} canaux de nature, {{styles}} de style et {{channels}} de carte ; de 1 à {{most}} sont pris en charge.',
  otherResolution: '{{file}} dessine {{pixels}} pixels ; de {{least}} à {{most}} sont pris en charge.',
  layoutSize:
    'Le réseau de disposition a {{layers}} couches de largeur {{width}} ; de 2 à 64 couches d’au plus {{most}} sont prises en charge.',
  layoutUnfit:
    'Le réseau de disposition donne {{numbers}} nombres, ce qui ne fait pas un nombre entier de blobs avec {{features}} nombres de nature et {{styles}} de style chacun : le réseau de disposition et le décodeur ne vont pas ensemble.',
  flowSize:
    'Le réseau de disposition est un flot avec {{value}} {{size}} ; de 1 à {{most}} sont pris en charge.',
  flowTimes:
    'Le réseau de disposition est un flot avec {{count}} instants, et devrait en avoir deux par pas : enregistrez de nouveau le checkpoint avec le programme d’entraînement.',
  flowPlace:
    'Les places du réseau de disposition devraient contenir chacun des {{count}} nombres une fois, et ce n’est pas le cas : enregistrez de nouveau le checkpoint avec le programme d’entraînement.',
  flowIndices:
    '{{tensor}} devrait nommer certains des {{count}} blobs du réseau de disposition, et en nomme d’autres : enregistrez de nouveau le checkpoint avec le programme d’entraînement.',
  flowWithoutMean:
    'Le checkpoint n’a pas de vecteur moyen, et son réseau de disposition est un flot : enregistrez-le de nouveau avec le programme d’entraînement, qui en garde un.',
  oddOption:
    '{{file}} a {{option}} = {{value}}, ce qui n’est pas un nombre positif d’une grandeur raisonnable.',
  slotsUnnamed:
    '{{file}} devrait nommer ses {{count}} blobs dans « slots », et ne le fait pas : enregistrez-le de nouveau avec le programme d’entraînement.',
  tooWide:
    '{{file}} est de largeur {{width}}, et la limite est {{most}} : relevez la limite ou choisissez un modèle plus petit.',
  meanLatentLength:
    '{{where}} a {{count}} nombres, et celui de ce checkpoint en a {{wanted}} : utilisez celui qui va avec.',
  meanLatentNotFinite:
    '{{where}} contient des nombres qui ne sont pas finis : utilisez celui qui va avec le checkpoint.',
  noMeanLatent:
    '{{file}} n’a pas de tenseur là où un vecteur moyen était attendu : utilisez un *_mean_latent.pt.',
  noPicks:
    '{{file}} {{holds}}, et des vecteurs de {{wanted}} nombres étaient attendus : utilisez le *_cherrypicked.pt qui va avec le checkpoint.',
  tooManyPicks:
    '{{file}} contient {{count}} vecteurs, et {{most}} au plus sont gardés : choisissez les meilleurs.',
  picksNotFinite:
    '{{file}} contient des nombres qui ne sont pas finis : utilisez le *_cherrypicked.pt qui va avec le checkpoint.',
  modelUnnamed: 'Un modèle a besoin d’un nom : donnez-lui-en un.',

  manifestDamaged:
    'Le manifest.json du modèle n’est pas valable ({{where}} {{fault}}) : convertissez de nouveau le checkpoint.',
  manifestFormat:
    'Le modèle est du format {{format}}, et cette version lit le format {{newest}} : convertissez de nouveau le checkpoint.',
  networkUnreadable:
    'Le réseau du modèle a une partie que cette version ne sait pas lire ({{part}}) : convertissez de nouveau le checkpoint.',
  noWebglForm:
    'Le réseau du modèle a une partie que WebGL ne sait pas calculer ({{part}}) : dessinez avec un autre moteur.',
};

export const convertReasons: Pick<Texts['reasons'], keyof typeof EnglishReasons> = {
  holdsNothing: 'rien',
  zip64Misplaced: 'son enregistrement zip64 n’est pas à sa place',
  zip64FieldMissing: 'un champ zip64 manque',
  directoryBreaksOff: 'son répertoire s’arrête après {{entries}} entrées sur {{of}}',
  sameNames: 'deux de ses entrées ont le même nom',
  entryPacked: '{{entry}} ne peut pas être décompressé',
  entryOtherSize: '{{entry}} n’a pas la taille que le répertoire indique',
  entryTwoSizes: '{{entry}} a deux tailles différentes',
  entryOverlaps: '{{entry}} empiète sur ce qui suit',
  entryMisplaced: '{{entry}} n’est pas là où le répertoire l’indique',
  entryChecksum: 'la somme de contrôle de {{entry}} est fausse',
  storageMissing: 'le bloc {{storage}} manque',
  storageOtherSize: 'le bloc {{storage}} n’a pas la taille de sa description',

  unknownInstruction: 'l’instruction {{instruction}} à l’octet {{at}} est inconnue',
  tooManyInstructions: 'il y a plus de {{most}} instructions',
  breaksOff: 'la fin manque',
  noUtf8: 'un texte n’est pas en UTF-8',
  endlessName: 'un nom n’a pas de fin',
  absurdNumber: 'un nombre est démesurément long',
  tooManyObjects: 'il y a plus de {{most}} objets',
  takesTooMuch: 'plus est repris que donné',
  nestsTooDeep: 'il y a plus de {{most}} niveaux',
  endsNoList: 'une liste se termine sans avoir commencé',
  argumentsNoTuple: 'des arguments ne sont pas un tuple',
  nothingKept: 'un renvoi ne mène à rien',
  setsNothing: 'des éléments sont donnés à ce qui n’en a pas',
  appendsToNothing: 'un ajout est fait à ce qui n’est pas une liste',
  keyWithoutValue: 'un dictionnaire a une clé sans valeur',
  noPairs: 'un dictionnaire n’est pas fait de paires',
  noSequence: 'un conteneur n’est pas fait d’une suite',
  otherEncoding: 'des octets sont dans un codage que les pickles n’utilisent pas',

  noStorage: 'il n’a pas de bloc',
  offsetNotWhole: 'son décalage n’est pas un nombre entier',
  shapeNoTuple: 'sa forme n’est pas un court tuple de nombres entiers',
  strideNoTuple: 'son pas n’est pas un court tuple de nombres entiers',
  otherDimensions: 'sa forme et son pas n’ont pas la même longueur',
  outsideStorage: 'il ne tient pas dans son bloc',
  noParameter: 'un paramètre sans tenseur',
  otherStorage: 'son bloc est un {{type}}',
  storageUnnamed: 'son bloc n’a pas de vrai nom',

  holdsVector: 'contient un tenseur de {{count}} nombres : un vecteur moyen, qui va avec un checkpoint',
  holdsTensor: 'contient un tenseur de {{shape}} nombres : une liste de vecteurs, qui va avec un checkpoint',
  holdsTensorOf: 'contient un tenseur de {{shape}} nombres',
  holdsNoTensor: 'ne contient pas de tenseur',
  holdsList: 'contient une liste',
  holdsObject: 'contient un objet de la classe {{type}}',
  holdsNoNetworks: 'ne contient pas de réseau',
  holdsInverter: 'est l’encodeur de photos d’un BlobGAN, pas le modèle lui-même',
  holdsStyleGan2: 'est un checkpoint StyleGAN2',
  holdsNoDecoder: 'a un réseau de disposition, mais pas de décodeur de BlobGAN',
  holdsNoTrainedLayout: 'a un décodeur dont le réseau de disposition n’est pas encore entraîné',
  holdsNoLayout: 'a un décodeur, mais pas de réseau de disposition : un GAN sans blobs',
  holdsEmptyDictionary: 'contient un dictionnaire vide',
  holdsNames: 'contient {{names}}',
  holdsMoreNames: 'contient entre autres {{names}}',

  isNoObject: 'n’est pas un objet',
  isNoListOf: 'n’est pas une liste d’au plus {{most}} éléments',
  isNoTextOf: 'n’est pas un texte de 1 à {{most}} caractères',
  isNotWholeWithin: 'n’est pas un nombre entier de {{least}} à {{most}}',
  isNotPositive: 'n’est pas un nombre positif',
  isNoPowerOfTwo: 'n’est pas une puissance de deux',
  isNoFileName: 'n’est pas un simple nom de fichier',
  isNoSha256: 'n’est pas un SHA-256 en hexadécimal',
  isNoId: 'n’est pas une suite de 12 chiffres hexadécimaux',
  isNoStorage: 'n’est ni float32 ni float16',
  isNot: 'n’est pas {{wanted}}',
  isInstead: 'est {{value}} au lieu de {{wanted}}',
  endsElsewhere: 'ne se termine pas à {{pixels}} pixels',
  isTooLong: 'est trop long',
  hasInstead: 'a {{count}} éléments au lieu de {{wanted}}',
  namesUnknown: 'nomme {{name}}, qui n’y est pas',

  singleNumber: 'un seul nombre',
  meanLatentGiven: 'Le vecteur moyen donné',
  meanLatentIn: 'Le vecteur moyen de {{file}}',
};
