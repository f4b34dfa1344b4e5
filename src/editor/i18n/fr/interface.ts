import type { Texts } from '../texts';

export const page: Texts['page'] = {
  name: 'Blobroom',
  documentTitle: 'Blobroom : des pièces faites de blobs',
  dismiss: 'Masquer',
  close: 'Fermer',
  cancel: 'Annuler',
  reload: 'Recharger la page',
  panels: 'Panneaux',
  rail: { rooms: 'Pièces', library: 'Ajouter', styles: 'Styles' },
  failed: 'Cela n’a pas fonctionné',
  quoted: '« {{name}} »',
  more_one: '{{count}} autre fichier',
  more_other: '{{count}} autres fichiers',
};

export const welcome: Texts['welcome'] = {
  title: 'Premiers pas',
  move: 'Faites glisser un objet pour le déplacer',
  shape: 'Tirez ses poignées pour l’étirer ou le tourner',
  room: 'Appuyez sur R pour une autre pièce',
  roomByTouch: 'Touchez Pièces, puis Autre pièce',
  done: 'fait',
  dismiss: 'Masquer les premiers pas',
};

export const room: Texts['room'] = {
  title: 'Pièce',
  seed: 'Graine',
  open: 'Ouvrir',
  seedHint: 'Chaque nombre donne une autre pièce.',
  seedInvalid: 'Une graine est un nombre entier, 0 ou plus.',
  kind: 'Genre de pièce',
  kinds: { any: 'Toutes', bedroom: 'Chambre', 'living room': 'Salon' },
  truncation: 'Troncature',
  truncationHint: 'Vers 1, les pièces se ressemblent : la scène moyenne.',
  emptyMore: 'Autres façons de vider la pièce',
  next: 'La pièce est vide. Et maintenant ?',
  restyleSurfaces: 'Changer le style des murs et du sol',
  resetHint: 'Revenir à la pièce que la graine a donnée',
  others: 'Autres pièces',
  numbered: 'Pièce {{seed}}',
  picked: 'Pièce choisie {{number}}',
  earlier: 'Pièces précédentes',
  later: 'Plus de pièces',
};

export const things: Texts['things'] = {
  title: 'Objets',
  show: 'Montrer {{name}}',
  hide: 'Cacher {{name}}',
  lock: 'Verrouiller {{name}}',
  unlock: 'Déverrouiller {{name}}',
  rename: 'Renommer {{name}}',
  renameHint: 'Double-cliquez pour renommer, faites glisser pour changer la profondeur',
  outlines: 'Contours',
  faint: 'discret',
  empty: 'Il n’y a rien ici. Prenez une autre pièce.',
};

export const selection: Texts['selection'] = {
  none: 'Choisissez un objet dans l’image ou dans la liste : ses nombres s’affichent ici.',
  several_one: '{{count}} objet',
  several_other: '{{count}} objets',
  numberInvalid: 'Il faut un nombre de {{low}} à {{high}}, ou un calcul comme 40+10, *2 ou 50%.',
  sumHint: 'Nombres et calculs : 40+10, *2, /2, 50%',
  x: 'X',
  y: 'Y',
  width: 'Largeur',
  height: 'Hauteur',
  size: 'Taille',
  aspect: 'Rapport',
  angle: 'Angle',
  feature: 'Nature',
  style: 'Style',
  ownStyle: 'Le sien',
  backToOwnStyle: 'Revenir à son propre style',
  mix: 'Mélange',
  mixed: '{{percent}} % du style donné',
};

export const styles: Texts['styles'] = {
  title: 'Styles',
  about: 'Changer',
  selection: 'Sélection',
  background: 'Fond',
  room: 'Tout',
  what: 'Prendre',
  style: 'Style',
  feature: 'Nature',
  both: 'Les deux',
  from: 'D’une autre pièce',
  hints: {
    selection: 'La sélection prend ce que le même objet a dans la pièce choisie.',
    background: 'Ce qui est derrière tous les objets le prend à la pièce choisie.',
    surfaces: 'Les murs, le sol et le plafond le prennent à la pièce choisie.',
    room: 'Tout, le fond compris, le prend à la pièce choisie.',
  },
  drawer: 'Styles gardés',
  save: 'Garder',
  use: 'Style de {{name}}',
  forget: 'Retirer le style de {{name}} du tiroir',
  drawerEmpty: 'Sélectionnez un objet et gardez son style : il reste sur cet appareil.',
};

export const library: Texts['library'] = {
  title: 'Ajouter un objet',
  pick: 'Faites-en glisser un dans la pièce, ou cliquez pour en voir d’autres. Tous viennent des pièces de ce modèle et apparaissent une fois dessinés.',
  search: 'Chercher par nom',
  from: 'Objets de',
  nothingFound: 'Rien ici ne porte ce nom.',
  how: 'Faites glisser un objet dans la pièce, ou cliquez dessus puis à l’endroit où il doit être.',
  back: 'Tous les objets',
  add: 'Ajouter {{name}} de {{room}}',
  place: 'Cliquez à l’endroit où mettre l’objet ({{name}}). Échap y renonce.',
  placeByTouch: 'Touchez l’endroit où mettre l’objet ({{name}}).',
};

export const canvas: Texts['canvas'] = {
  title: 'Vue de la pièce',
  help: 'Tab passe d’un objet à l’autre, les flèches déplacent l’objet sélectionné, Suppr le retire, Ctrl+Z annule, Échap désélectionne, le point d’interrogation donne la liste des raccourcis clavier.',
  picture: 'La pièce, dessinée par le modèle',
  selected: '{{name}}, à {{x}} % de la gauche, à {{y}} % du haut',
  severalSelected_one: '{{count}} objet sélectionné',
  severalSelected_other: '{{count}} objets sélectionnés',
  nothingSelected: 'Rien n’est sélectionné',
  compare: 'Avant',
  compareHint: 'Maintenez pour voir la pièce d’origine (C)',
  tools: 'Outils',
};

export const history: Texts['history'] = {
  title: 'Historique',
  start: 'La pièce d’origine',
  oldest: 'La plus ancienne étape gardée',
};

export const loading: Texts['loading'] = {
  title: 'La pièce se prépare',
  download: 'Téléchargement du modèle, {{loaded, megabytes}} sur {{total, megabytes}} Mo',
  compile: 'Compilation, {{done}} sur {{total}}',
  warmUp: 'Premier dessin',
  runtime: 'Démarrage du moteur',
};

export const status: Texts['status'] = {
  model: '{{resolution}} px · {{size, megabytes}} Mo',
  onGraphics: 'Dessinée par votre carte graphique',
  onProcessor: 'Dessinée par votre processeur',
  drawn: '{{place}} en {{ms}} ms',
  threads_one: '{{count}} cœur',
  threads_other: '{{count}} cœurs',
};

export const engine: Texts['engine'] = {
  title: 'Moteur',
  provider: 'Dessiner avec',
  providers: {
    auto: 'Le plus rapide disponible',
    webgpu: 'Carte graphique (WebGPU)',
    webgl: 'Carte graphique (WebGL)',
    wasm: 'Processeur (WASM)',
  },
  names: { webgpu: 'WebGPU', webgl: 'WebGL', wasm: 'WASM' },
  limits: {
    noWebgpu: 'Ce navigateur n’a pas WebGPU.',
    noAdapter: 'WebGPU ne trouve pas de carte graphique ici.',
    noWebgl: 'Ce navigateur n’a pas de WebGL qui calcule avec des nombres de 32 bits.',
    notStarted: '{{provider}} n’a pas démarré ({{detail}}).',
    wrongPictures: '{{provider}} dessine des images fausses sur cet appareil et n’est pas utilisé.',
    slower: '{{provider}} est plus lent ici : {{own}} ms par image au lieu de {{best}}.',
    brokeDown: '{{provider}} est tombé en panne et n’est plus utilisé ({{detail}}).',
    oneThread: 'Un seul cœur : cet hébergeur n’isole pas la page.',
    plainHttp:
      'Un seul cœur, pas de WebGPU : c’est tout ce qu’un navigateur accorde à une page en http simple.',
  },
  drawsWith: '{{provider}} dessine, {{threads}}.',
  webglTesting: 'WebGL est à l’essai sur cet appareil…',
  webglSlow:
    'WebGL ne trouve pas de carte graphique ici : il dessine correctement, mais bien plus lentement que WASM.',
  fastest: 'Rien de plus rapide ne manque.',
  recovering: 'Le moteur redémarre',
  restart: 'Redémarrer le moteur',
};

export const palette: Texts['palette'] = {
  hint: 'Dites ce que vous voulez faire, ou le nom d’un objet',
  nothingFound: 'Ni commande, ni objet, ni panneau ne s’appelle ainsi.',
  thing: 'Objet',
  panel: 'Panneau',
};

export const models: Texts['models'] = {
  title: 'Modèles',
  standard: 'Pièces',
  standardFacts: 'Fourni avec la page',
  earlierFacts: 'Fourni avec la page auparavant',
  open: 'Ouvert',
  openIt: 'Ouvrir {{name}}',
  delete: 'Supprimer {{name}} de cet appareil',
  facts: '{{resolution}} px · {{blobs}} blobs · {{size, megabytes}} Mo',
  opening: 'Ouverture du modèle',
  converting: 'Lecture du checkpoint, {{percent}} %',
  progress: 'Progression',
  bring:
    'Apportez un checkpoint BlobGAN (.ckpt), avec son vecteur moyen et ses vecteurs choisis (*_mean_latent.pt, *_cherrypicked.pt) si vous les avez : déposez les fichiers sur la page ou choisissez-les. Ils restent sur cet appareil.',
  choose: 'Choisir des fichiers',
  dropHere: 'Déposez une scène, une image exportée d’ici ou un modèle pour l’ouvrir',
};

export const settings: Texts['settings'] = {
  title: 'Réglages',
  language: 'Langue',
  theme: 'Thème',
  provider: 'Dessin',
  themes: { system: 'Comme le système', light: 'Clair', dark: 'Sombre' },
  systemLanguage: 'Comme le navigateur',
};

export const variants: Texts['variants'] = {
  title: 'Variantes',
  what: 'Varier',
  style: 'Style',
  thing: 'Objet',
  seed: 'Graine',
  one: 'Variante {{number}}, comme dans {{room}}',
  waiting: 'Variante {{number}}',
};

export const view: Texts['view'] = {
  title: 'Vue',
  snap: 'Aimanter',
  snapHint: 'Aux milieux, aux bords et aux autres objets ; Ctrl l’inverse pendant un déplacement',
  depth: 'Profondeur',
  depthHint:
    'Les objets restent au sol, au mur ou au plafond, et grandissent en s’approchant ; Ctrl l’inverse pendant un déplacement',
  bands: { ceiling: 'Reste au plafond', wall: 'Reste au mur', floor: 'Reste au sol' },
  faint: 'Objets discrets',
  faintHint: 'Les objets qui couvrent moins que cela n’ont pas de contour',
  regions: 'Régions',
  regionsHint: 'L’objet sous le pointeur montre où l’image lui appartient',
  compare: 'Comparer',
  compareOff: 'Non',
  split: 'Partagé',
  difference: 'Différence',
  divider: 'Séparation entre avant et après',
  before: 'Avant',
  beforeLate: 'La pièce d’origine arrive.',
  after: 'Après',
};

export const said: Texts['said'] = {
  described:
    '{{name}}, à {{x}} % de la gauche, à {{y}} % du haut, large de {{width}} %, haut de {{height}} %',
  hiddenNow: 'caché',
  lockedNow: 'verrouillé',
  groupedNow: 'dans un groupe',
  thingsOnCanvas: 'Objets de l’image, du premier plan vers le fond',
  shaped: '{{name}} : {{facts}}',
  moved: 'à {{x}} % de la gauche, à {{y}} % du haut',
  resized: 'large de {{width}} %, haut de {{height}} %',
  turned: 'tourné à {{degrees}} degrés',
  depth: '{{name}} : {{place}} sur {{count}} depuis l’avant',
  hidden: '{{name}} caché',
  shown: '{{name}} montré',
  locked: '{{name}} verrouillé',
  unlocked: '{{name}} déverrouillé',
  renamed: 'S’appelle maintenant {{name}}',
  restyled: '{{name}} : style changé',
  added: '{{name}} ajouté',
  removed: '{{name}} retiré',
  severalAdded_one: '{{count}} objet ajouté',
  severalAdded_other: '{{count}} objets ajoutés',
  severalRemoved_one: '{{count}} objet retiré',
  severalRemoved_other: '{{count}} objets retirés',
  severalChanged_one: '{{count}} objet changé',
  severalChanged_other: '{{count}} objets changés',
  room: 'Pièce {{seed}}',
  undone: 'Annulé : {{label}}',
  redone: 'Rétabli : {{label}}',
};

export const pointing: Texts['pointing'] = {
  title: 'Pointeur',
  drag: 'Glisser',
  press: 'Clic',
  wheel: 'Molette',
  space: 'Espace',
  middle: 'Bouton du milieu',
  twice: 'Double clic',
  add: 'Ajouter à la sélection',
  enter: 'Sélectionner un seul objet d’un groupe',
  marquee: 'Sélectionner ce qu’un rectangle contient',
  onNothing: 'Glisser à côté des objets',
  copy: 'Glisser une copie',
  axis: 'Un seul axe, ou des pas de 15 degrés',
  unsnap: 'Aimantation et profondeur inversées',
  pan: 'Déplacer la vue',
  zoom: 'Zoom',
};
