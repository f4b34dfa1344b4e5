import type { Texts } from '../../texts';
import type { engineFaults as English, engineReasons as EnglishReasons } from '../../en/faults/engine';

export const engineFaults: Pick<Texts['faults'], keyof typeof English> = {
  modelUnreachable: 'Le modèle n’a pas pu être téléchargé : vérifiez la connexion et rechargez la page.',
  modelMissing:
    'Il n’y a pas de modèle à l’adresse {{address}} ({{status}}) : rechargez la page, ou ouvrez un autre modèle.',
  manifestNoJson:
    'Ce qui se trouve à l’adresse {{address}} n’est pas le manifeste d’un modèle, car ce n’est pas du JSON : rechargez la page, ou ouvrez un autre modèle.',
  modelFileUnreachable:
    'Le fichier {{file}} du modèle n’a pas pu être téléchargé (pas de connexion) : rechargez la page pour réessayer.',
  modelFileMissing:
    'Le fichier {{file}} du modèle n’a pas pu être téléchargé ({{status}}) : rechargez la page pour réessayer.',
  modelFileDamaged:
    'Le fichier {{file}} du modèle est arrivé abîmé : rechargez la page pour le télécharger de nouveau.',
  modelFileUnusable:
    'Le fichier {{file}} du modèle n’a pas pu être chargé ({{why}}) : rechargez la page pour réessayer, ou ouvrez un autre modèle.',
  unknownPick:
    'Ce modèle n’a pas de pièce choisie {{number}} : ouvrez de nouveau son checkpoint, avec son *_cherrypicked.pt.',
  nothingDraws:
    'Rien dans ce navigateur ne peut dessiner la pièce : ouvrez la page dans un autre navigateur.',
  storedModelGone: 'Ce modèle n’est plus sur cet appareil : ouvrez de nouveau son checkpoint.',
  storedManifestDamaged:
    'Ce modèle est abîmé sur cet appareil ({{file}}) : ouvrez de nouveau son checkpoint.',
  storedFileDamaged:
    'Le modèle « {{model}} » est abîmé sur cet appareil ({{file}}) : supprimez-le et ouvrez de nouveau son checkpoint.',
  noStorage:
    'Ce navigateur ne laisse pas la page garder de modèles ici : ouvrez-la dans une fenêtre ordinaire, ou dans un autre navigateur.',
  insecurePage:
    'Les navigateurs ne gardent des modèles que pour les pages servies en https ou par cette machine elle-même : ouvrez la page ainsi.',
  deviceFull:
    'Il n’y a plus de place pour ce modèle : supprimez-en un autre, ou libérez de l’espace sur cet appareil.',
  outOfMemory: 'La mémoire de cet appareil ne suffit pas : fermez d’autres onglets et réessayez.',
  graphicsTooSmall:
    'Ce modèle demande au moins {{megabytes}} Mo de mémoire graphique avec WebGL, plus qu’une page ne devrait prendre : dessinez avec un autre moteur.',
  graphicsOutOfMemory:
    'La mémoire graphique ne suffit pas pour ce modèle avec WebGL : dessinez avec un autre moteur.',
  graphicsGaveUp: 'Le pilote graphique s’est arrêté pendant le dessin : dessinez avec un autre moteur.',
  graphicsRefused:
    'Le pilote graphique a refusé une étape du dessin avec WebGL ({{error}}) : dessinez avec un autre moteur.',
  wrongPicture:
    'Ce qui a été dessiné pour ce modèle n’est pas ce que WASM dessine : dessinez avec un autre moteur.',
  otherProviderChosen: 'Un autre moteur a été choisi entre-temps : attendez qu’il soit prêt.',
  engineStopped: 'Le moteur s’est arrêté ({{why}}) : redémarrez-le.',
  otherVersions: 'La page et son moteur ne sont pas de la même version : rechargez la page.',
  modelNotLoaded: 'Le modèle n’est pas encore chargé : attendez que la pièce soit là.',
  roomUndrawable: 'La pièce n’a pas pu être dessinée ({{why}}) : annulez la dernière étape.',
  conversionStopped: 'La conversion s’est arrêtée ({{why}}) : réessayez.',
};

export const engineReasons: Pick<Texts['reasons'], keyof typeof EnglishReasons> = {
  noReasonGiven: 'sans raison donnée',
  testEndless: 'son essai ne s’est pas terminé',
};
