/** Makes a file that takes a while: how far it is, how it ended, and whether it was downloaded. */
import { createStore } from 'zustand/vanilla';
import { type Explanation, explanationOf } from '../faults';

/** A file that was made, with the name to save it by. */
export interface ExportedFile {
  readonly blob: Blob;
  readonly name: string;
}

export interface FileState {
  /** How much of it is made, 0..1; null when none is being made. */
  readonly part: number | null;
  readonly file: ExportedFile | null;
  readonly downloaded: boolean;
  readonly failure: Explanation | null;
}

const NONE: FileState = { part: null, file: null, downloaded: false, failure: null };

/** Whether closing the page would lose a file, or what is made of it. */
export const losesFile = ({ part, file, downloaded }: FileState): boolean =>
  part !== null || (file !== null && !downloaded);

export class FileMaker<Request> {
  readonly state = createStore<FileState>(() => NONE);
  private abort: AbortController | null = null;

  /**
   * @param draw makes the file of the present document, and is told to stop by the signal
   * @param give hands a file to the person
   */
  constructor(
    private readonly draw: (
      request: Request,
      onProgress: (part: number) => void,
      signal: AbortSignal,
    ) => Promise<ExportedFile>,
    private readonly give: (file: ExportedFile) => void,
  ) {}

  /** Begins a file in the place of the one before. */
  make(request: Request): void {
    this.stop();
    const abort = new AbortController();
    this.abort = abort;
    this.state.setState({ ...NONE, part: 0 });
    const onProgress = (part: number): void => {
      if (this.abort === abort) this.state.setState({ part });
    };
    const end = (state: Partial<FileState>): void => {
      if (this.abort !== abort) return;
      this.abort = null;
      this.state.setState({ part: null, ...state });
    };
    this.draw(request, onProgress, abort.signal).then(
      (file) => end({ file }),
      (error: unknown) => end({ failure: explanationOf(error) }),
    );
  }

  /** Stops the file that is being made, if one is. @param failure why, where it was not the person who stopped it */
  stop(failure: Explanation | null = null): void {
    if (!this.abort) return;
    const { abort } = this;
    this.abort = null;
    this.state.setState({ part: null, failure });
    abort.abort(new DOMException('Cancelled', 'AbortError'));
  }

  download(): void {
    const { file } = this.state.getState();
    if (!file) return;
    this.give(file);
    this.state.setState({ downloaded: true });
  }
}
