/** What a scene is called by. */
export interface SceneTitle {
  /** Null until a person gives it one: then it is called by its seed, in the language of the page. */
  readonly name: string | null;
  readonly seed: number;
}

/** A scene of this device, as the dialog of saved scenes shows it. */
export interface SceneCard extends SceneTitle {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly updated: number;
  readonly thumbnail: Blob | null;
  /** It is the one on the canvas. */
  readonly open: boolean;
}
