/** What went wrong with drawing, or with a model of this device, and what to do. */
export const engineFaults = {
  modelUnreachable: 'The model could not be fetched: check the connection and reload the page.',
  modelMissing: 'There is no model at {{address}} ({{status}}): reload the page, or open another model.',
  manifestNoJson:
    'What lies at {{address}} is no manifest of a model, because it is not JSON: reload the page, or open another model.',
  modelFileUnreachable:
    "The model's file {{file}} could not be fetched (no connection): reload to try again.",
  modelFileMissing: "The model's file {{file}} could not be fetched ({{status}}): reload to try again.",
  modelFileDamaged: "The model's file {{file}} arrived damaged: reload to fetch it again.",
  modelFileUnusable:
    "The model's file {{file}} could not be loaded ({{why}}): reload to try again, or open another model.",
  unknownPick:
    'This model has no picked room {{number}}: open its checkpoint again, together with its *_cherrypicked.pt.',
  nothingDraws: 'Nothing in this browser can draw the room: open the page in another browser.',
  storedModelGone: 'This model is not on this device any more: open its checkpoint again.',
  storedManifestDamaged: 'This model is damaged on this device ({{file}}): open its checkpoint again.',
  storedFileDamaged:
    'The model "{{model}}" is damaged on this device ({{file}}): delete it and open its checkpoint again.',
  noStorage:
    'This browser lets the page keep no models here: open it in an ordinary window, or in another browser.',
  insecurePage:
    'Browsers keep models only for pages from https or from this machine itself: open the page so.',
  deviceFull: 'There is no room left for this model: delete another one, or free space on this device.',
  outOfMemory: 'There is not enough memory on this device: close other tabs and try again.',
  graphicsTooSmall:
    'This model needs {{megabytes}} MB of graphics memory or more on WebGL, more than a page should take: draw with another engine.',
  graphicsOutOfMemory:
    'There is not enough graphics memory for this model on WebGL: draw with another engine.',
  graphicsGaveUp: 'The graphics driver gave up while it drew: draw with another engine.',
  graphicsRefused:
    'The graphics driver refused a step of the drawing on WebGL ({{error}}): draw with another engine.',
  wrongPicture: 'What was drawn for this model is not what WASM draws: draw with another engine.',
  otherProviderChosen: 'Another engine was chosen meanwhile: wait until it is there.',
  engineStopped: 'The engine stopped working ({{why}}): start it again.',
  otherVersions: 'The page and its engine are of different versions: reload the page.',
  modelNotLoaded: 'The model is not loaded yet: wait until the room is there.',
  roomUndrawable: 'The room could not be drawn ({{why}}): take back the last step.',
  conversionStopped: 'The conversion stopped ({{why}}): try again.',
} as const;

export const engineReasons = {
  noReasonGiven: 'no reason given',
  testEndless: 'its test did not end',
} as const;
