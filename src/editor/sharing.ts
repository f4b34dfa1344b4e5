/** What takes scenes out of the editor and into it. The page gives it; the editor's dialogs and commands use it. */
import type { StoreApi } from 'zustand';
import { MAX_BLOBS } from '../blobgan';
import type { Explanation } from '../faults';
import type { ExportedFile, FileMaker } from './file-maker';
import type { SceneCard, SceneTitle } from './dialogs/sharing/scene-card';

export type { SceneTitle };

/** What is exported of a scene. */
const PICTURE_KINDS = ['picture', 'map', 'labelled', 'beside', 'cutout'] as const;
export type PictureKind = (typeof PICTURE_KINDS)[number];

/** What the dialog of pictures can make: pictures, or layers. */
export const EXPORT_KINDS = [...PICTURE_KINDS, 'layers'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

/** 1 is the model's own size; more is resampled. */
export const PICTURE_SCALES = [1, 2, 4] as const;

export const VIDEO_FORMATS = ['mp4', 'webm', 'gif', 'frames'] as const;
export const EASINGS = ['smooth', 'linear', 'back-and-forth'] as const;

export interface PictureRequest {
  readonly kind: PictureKind;
  readonly scale: (typeof PICTURE_SCALES)[number];
  /** Whose cut-out. */
  readonly blob?: string;
}

export type LayersRequest = Pick<PictureRequest, 'scale'>;

export type VideoFormat = (typeof VIDEO_FORMATS)[number];
export type Easing = (typeof EASINGS)[number];

export interface VideoRequest {
  readonly format: VideoFormat;
  /** 1 to 20. */
  readonly seconds: number;
  readonly easing: Easing;
  /** Beside the blob map. */
  readonly beside: boolean;
}

/** One line for the person: what went wrong, or the key of a text, with what can be done about it. */
export type Notice = FaultNotice | KeyedNotice;

interface FaultNotice extends Partial<Record<'action' | 'values' | 'scene' | 'others', undefined>> {
  readonly key: 'fault';
  readonly explanation: Explanation;
}

interface KeyedNotice {
  readonly key:
    | 'copyOfTab'
    | 'replaced'
    | 'otherModel'
    | 'copiedPicture'
    | 'copiedLink'
    | 'update'
    | 'notSaved'
    | 'noClipboard'
    | 'noCopying'
    | 'busy'
    | 'foreignFile'
    | 'noPasting'
    | 'noSceneInText'
    | 'openedOne'
    | 'convertsOne'
    | 'otherModelThings'
    | 'sceneFull';
  readonly values?: Readonly<Record<string, string>>;
  /** A scene that the text names. */
  readonly scene?: SceneTitle;
  /** Files that the text names, which were left alone. */
  readonly others?: readonly string[];
  readonly action?: { readonly key: 'openModel' | 'reload' | 'undo'; readonly run: () => void };
}

/** What came from a person, dropped or pasted. */
export interface Received {
  readonly files: readonly File[];
  /** Empty for none. */
  readonly text: string;
}

export interface SharingState {
  readonly notice: Notice | null;
  /** The scenes of this device, the newest first. */
  readonly scenes: readonly SceneCard[];
  /** The scene that was just deleted, to bring it back. */
  readonly deleted: SceneCard | null;
  /** The newest state of the document could not be kept: closing the page would lose it. */
  readonly unkept: boolean;
}

export interface Sharing {
  readonly state: StoreApi<SharingState>;
  /** The whole address of the present scene. */
  address(): string;
  copyText(text: string): Promise<boolean>;
  saveFile(): void;
  /** Opens the scene in what came, or says in one sentence what it is and what can be opened. */
  receive(received: Received): Promise<void>;
  say(notice: Notice): void;
  /** Asks for a file and opens the scene in it. */
  chooseFile(): void;
  makePicture(request: PictureRequest): Promise<ExportedFile>;
  copyPicture(request?: PictureRequest): Promise<void>;
  /** Layers as a PSD. The promise is refused with the signal's reason when it is aborted. */
  makeLayers(
    request: LayersRequest,
    onProgress: (fraction: number) => void,
    signal: AbortSignal,
  ): Promise<ExportedFile>;
  /** Formats that this browser can make, the best first. */
  videoFormats(): Promise<readonly VideoFormat[]>;
  /** Makes films, one at a time, while a person works. */
  readonly film: FileMaker<VideoRequest>;
  download(file: ExportedFile): void;
  refreshScenes(): Promise<void>;
  openScene(id: string): Promise<void>;
  renameScene(id: string, name: string): Promise<void>;
  duplicateScene(id: string): Promise<void>;
  deleteScene(id: string): Promise<void>;
  undeleteScene(): Promise<void>;
  dismiss(): void;
}

/** Tells a person that the scene holds as many things as one can. */
export function sayFull(sharing: Sharing | null): void {
  sharing?.say({ key: 'sceneFull', values: { most: String(MAX_BLOBS) } });
}
