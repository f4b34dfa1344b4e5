import type { Texts } from '../../texts';
import type { sceneFaults as English, sceneReasons as EnglishReasons } from '../../en/faults/scene';

export const sceneFaults: Pick<Texts['faults'], keyof typeof English> = {
  linkDamaged: 'Ce lien est abîmé ({{why}}) : copiez-le de nouveau là d’où il vient.',
  linkNewer:
    'Ce lien est de la version {{version}} et cette page lit la version {{newest}} : rechargez la page pour avoir la plus récente.',
  fileDamaged:
    'Ce fichier de scène ne peut pas être ouvert ({{why}}) : enregistrez-le de nouveau là d’où il vient.',
  fileNewer:
    'Ce fichier de scène est de la version {{version}} et cette page lit la version {{newest}} : rechargez la page pour avoir la plus récente.',
  pictureDamaged:
    'Cette image ne peut pas être ouverte ({{why}}) : exportez-la de nouveau là d’où elle vient.',
  changeUnknown:
    'Cette scène change quelque chose que cette page ne connaît pas ({{name}}) : rechargez la page pour obtenir la plus récente.',
  pictureWithoutScene: 'Cette image ne contient pas de scène : ouvrez-en une qui a été exportée d’ici.',
};

export const sceneReasons: Pick<Texts['reasons'], keyof typeof EnglishReasons> = {
  endsEarly: 'la fin manque',
  noVersion: 'le début n’indique pas de version',
  longerThanScenes: 'aucune scène n’est aussi longue',
  largerThanScenes: 'aucune scène n’est aussi grande',
  strangeCharacters: 'il contient des caractères qui ne sont dans aucun lien',
  cutShort: 'la fin manque',
  cutShortOrChanged: 'une partie manque ou a été modifiée',
  endlessNumber: 'un nombre ne se termine pas',
  numberTooLarge: 'on y lit {{value}} où {{most}} est le maximum',
  nameNoText: 'un nom n’est pas du texte',
  moreThanScene: 'il contient plus qu’une scène',
  noJson: 'ce n’est pas du JSON, ou la fin manque',
  saysNoScene: 'rien n’indique que c’est une scène',
  noPng: 'ce n’est pas un PNG',
  sceneWithoutBeginning: 'la scène qu’elle contient n’a pas de début',
  scenePacked: 'la scène qu’elle contient ne peut pas être décompressée',
  sceneNoText: 'la scène qu’elle contient n’est pas du texte',
  sceneChanged: 'la scène qu’elle contient a été modifiée',
  sceneTooLarge: 'aucune scène n’est aussi grande que celle qu’elle contient',
  sameIds: 'deux de ses blobs ont le même identifiant',
  unknownSeed: 'la graine {{seed}} est nommée, et le modèle en a {{count}} au-dessous de 0',
  unknownSlot: 'l’emplacement {{slot}} est nommé, et le modèle en a {{count}}',
  field: '{{where}} {{fault}}',
  itself: 'le contenu',
  isBelow: 'est inférieur à {{least}}',
  isAbove: 'est supérieur à {{most}}',
  isNoNumber: 'n’est pas un nombre',
  isNotWhole: 'n’est pas un nombre entier',
  isNoText: 'n’est pas du texte',
  isEmpty: 'est vide',
  isLonger: 'a plus de {{most}} caractères',
  isUnprintable: 'a des caractères qui ne peuvent pas être affichés',
  isNoFlag: 'n’est ni vrai ni faux',
  hasTooMany: 'en contient plus de {{most}}',
  isOfAnotherForm: 'n’est pas ce qui est attendu là',
};
