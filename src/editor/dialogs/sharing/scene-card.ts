/** A scene of this device, as the saved scenes shows it. */
export interface SceneCard {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly updated: number;
  readonly thumbnail: Blob | null;
  /** It is the one on the canvas. */
  readonly open: boolean;
}
