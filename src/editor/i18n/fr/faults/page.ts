import type { Texts } from '../../texts';
import type { pageFaults as English } from '../../en/faults/page';

export const pageFaults: Pick<Texts['faults'], keyof typeof English> = {
  unexpected: 'Une erreur inattendue s’est produite ({{detail}}) : réessayez, ou rechargez la page.',
  checkpointMissing: '{{file}} va avec un checkpoint : apportez le checkpoint (.ckpt) en même temps.',
  noRoomYet: 'La pièce n’est pas encore là : attendez qu’elle arrive.',
  thingNotShown: 'Cet objet n’est pas dans l’image : choisissez-en un qui est visible.',
  roomKindNotFound:
    'Aucune de {{count}} pièces n’était de ce genre : réduisez la troncature, ou prenez des pièces de tout genre.',
  noEncoder: 'Ce navigateur n’encode pas le {{format}} : prenez un autre format.',
  filmOfOtherModel: 'Le film n’a pas été terminé, car un autre modèle a été ouvert : refaites-le.',
};
