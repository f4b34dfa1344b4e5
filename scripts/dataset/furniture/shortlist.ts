/**
 * Which of the catalogue's models stand in the rooms. Chosen by eye: whole, not too heavy, at home where they stand.
 * A key is `library:model`, the model's folder and file having the same name unless written `folder/file`.
 */
export const LIBRARIES = {
  Z: { file: 'BlendSwap-CC-0.sh3f', licence: 'CC0 1.0', credit: 'Blend Swap' },
  Y: { file: 'BlendSwap-CC-BY.sh3f', licence: 'CC BY 3.0', credit: 'Blend Swap' },
  K: { file: 'KatorLegaz.sh3f', licence: 'CC BY 3.0 US', credit: 'Andrew Kator & Jennifer Legaz' },
  S: { file: 'Scopia.sh3f', licence: 'CC BY 3.0', credit: 'Scopia' },
} as const;

export type LibraryKey = keyof typeof LIBRARIES;

export interface ClassModels {
  /** Triangles that a model of this class may keep. */
  readonly budget: number;
  readonly keys: readonly string[];
}

/** Models of any room. Bedrooms know no others: a model more here, and no bedroom of a seed is what it was. */
export const SHORTLIST = {
  bed: {
    budget: 5000,
    keys: [
      'Z:bed1',
      'Z:bed2',
      'Z:bedWithTexture',
      'Z:bed3',
      'Y:lettoCloud',
      'Y:juniorBed',
      'S:bed1',
      'S:iron_bed',
      'S:children_bed',
      'S:captains-bed',
    ],
  },
  nightstand: { budget: 1000, keys: ['Z:bedsideTable2', 'Y:bedsideTable'] },
  'table lamp': {
    budget: 1600,
    keys: [
      'S:little_lamp2',
      'S:table_lamp',
      'S:living_room_lamp1/livingroom_lamp1',
      'S:desk_lamp2',
      'Y:lamp',
      'K:pedestal-vase-lamp',
    ],
  },
  'floor lamp': { budget: 2500, keys: ['S:living_lamp'] },
  'ceiling lamp': {
    budget: 1800,
    keys: [
      'Z:ceilingFan',
      'S:ceiling-lamp',
      'Y:hangingLight',
      'K:hanging-restaurant-light',
      'Z:lamp2',
      'S:saloon_lamp',
    ],
  },
  wardrobe: {
    budget: 2500,
    keys: ['Z:wardrobeWithSlidingDoors', 'Z:cupboard', 'Y:wardrobe', 'Y:wardrobe2', 'S:wardrobe1'],
  },
  dresser: { budget: 2500, keys: ['Y:dresserWithDrawers', 'Y:chest', 'S:dressing-table'] },
  bookcase: {
    budget: 2500,
    keys: ['Z:bookcase', 'Z:verticalShelves', 'Y:bookcase', 'K:full-bookcase', 'S:kids_shelves'],
  },
  desk: {
    budget: 2000,
    keys: ['Z:desk', 'Z:lbDesk', 'Y:biurko3', 'Y:simpleDesk', 'S:kids_wooden_desk', 'S:kids_desk_table'],
  },
  chair: {
    budget: 2500,
    keys: [
      'Z:chair2',
      'Z:plasticChair',
      'Z:sillaBlanca',
      'Y:chair3',
      'Y:kitchenChair',
      'S:office_chair',
      'S:white_kitchen_chair',
      'S:chair',
      'K:dining-chair',
    ],
  },
  armchair: {
    budget: 3000,
    keys: [
      'Z:armchair2',
      'Z:modernArmchair',
      'Y:armchair1',
      'Y:fotel',
      'Y:armChair2',
      'K:mid-century-chair',
      'S:armchair',
      'S:modern_armchair',
    ],
  },
  plant: {
    budget: 4500,
    keys: [
      'Y:mediumIndoorPlant',
      'Y:yuccaPlant',
      'Y:decorativePlant',
      'Z:decorativePlant',
      'Z:plant',
      'S:maceta',
    ],
  },
  tv: { budget: 1500, keys: ['S:wall-flat-tv', 'Z:led_tv'] },
  'tv stand': { budget: 1000, keys: ['Y:tvStand'] },
  window: {
    budget: 1200,
    keys: [
      'K:window-01',
      'K:window-08',
      'S:turn-window',
      'S:window_2x1_medium_with_large_pane',
      'S:window_2x3_regular',
      'S:window_2x4',
    ],
  },
  door: { budget: 1200, keys: ['S:puerta', 'S:door', 'K:exterior-door-07'] },
  toy: { budget: 2000, keys: ['Z:teddyBear', 'Z:caballito'] },
  guitar: { budget: 2500, keys: ['Z:electricGuitar'] },
  'wall clock': { budget: 2500, keys: ['Z:cuckooClock'] },
  bench: { budget: 600, keys: ['K:bench'] },
} as const satisfies Record<string, ClassModels>;

/** Models of living rooms alone; classes that are new here come last in every list of classes. */
export const LIVING_ROOM = {
  sofa: {
    budget: 4000,
    keys: [
      'S:beige_sofa_2seats',
      'Z:sofa2',
      'S:burlap_sofa',
      'S:sofa_white_beige',
      'Y:sofa2',
      'S:simple_sofa',
      'S:leather_sofa',
      'S:clear_sofa',
      'K:futon-couch',
      'K:mid-century-sofa',
      'Y:couch3',
      'Y:sofa3',
      'Z:couch',
      'S:beige_sofa',
      'Z:winchesterSofa',
    ],
  },
  'coffee table': {
    budget: 2000,
    keys: [
      'S:living_room_table',
      'Y:coffeeTable',
      'S:table_wood_and_iron',
      'S:coffee-table2',
      'S:saloon_table',
      'S:rattanTable',
    ],
  },
  'side table': { budget: 1500, keys: ['K:cafe-table', 'Y:cafe_set_mota_table', 'Y:green_stool'] },
  fireplace: { budget: 1600, keys: ['S:fireplace1', 'S:fireplace2'] },
  'dining table': {
    budget: 2000,
    keys: [
      'S:round-table',
      'S:white_kitchen_table',
      'Z:oakTable',
      'S:table4',
      'Y:table',
      'S:table-with-leaning-feet',
      'K:glass-dining-table',
    ],
  },
  armchair: {
    budget: 3000,
    keys: ['S:armchair2', 'S:armchair3', 'Z:winchesterArmchair', 'Y:leaf_chair'],
  },
  chair: {
    budget: 2500,
    keys: ['Y:plaidChair', 'S:chair3', 'S:chair4', 'Z:oakChair', 'Y:chairWithCushion'],
  },
  bookcase: { budget: 4000, keys: ['S:dining_room'] },
  plant: {
    budget: 4000,
    keys: ['Y:spatifilum', 'Z:littlePlant', 'Z:orchids', 'S:bonsai-tree'],
  },
  tv: { budget: 1500, keys: ['S:tv'] },
} as const satisfies Record<string, ClassModels>;

export type ModelClass = keyof typeof SHORTLIST | keyof typeof LIVING_ROOM;
