/** The film that a person has made: it goes on while they work, and waits until it is downloaded. */
import { createStore } from 'zustand/vanilla';
import type { ExportedFile, Film, FilmState, VideoRequest } from '../../editor';
import { type Explanation, explanationOf } from '../../faults';

const NONE: FilmState = { part: null, file: null, downloaded: false, failure: null };

export class FilmMaker implements Film {
  readonly state = createStore<FilmState>(() => NONE);
  private abort: AbortController | null = null;

  /**
   * @param draw makes the file of a film of the present document, and is told to stop by the signal
   * @param give hands a file to the person
   */
  constructor(
    private readonly draw: (
      request: VideoRequest,
      onProgress: (part: number) => void,
      signal: AbortSignal,
    ) => Promise<ExportedFile>,
    private readonly give: (file: ExportedFile) => void,
  ) {}

  make = (request: VideoRequest): void => {
    this.stop(null);
    const abort = new AbortController();
    this.abort = abort;
    this.state.setState({ ...NONE, part: 0 });
    const onProgress = (part: number): void => {
      if (this.abort === abort) this.state.setState({ part });
    };
    const end = (end: Partial<FilmState>): void => {
      if (this.abort !== abort) return;
      this.abort = null;
      this.state.setState({ part: null, ...end });
    };
    this.draw(request, onProgress, abort.signal).then(
      (file) => end({ file }),
      (error: unknown) => end({ failure: explanationOf(error) }),
    );
  };

  cancel = (): void => this.stop(null);

  /** Stops the film that is being made, if one is. @param failure why, where it was not the person who stopped it */
  stop(failure: Explanation | null): void {
    if (!this.abort) return;
    const { abort } = this;
    this.abort = null;
    this.state.setState({ part: null, failure });
    abort.abort(new DOMException('Cancelled', 'AbortError'));
  }

  download = (): void => {
    const { file } = this.state.getState();
    if (!file) return;
    this.give(file);
    this.state.setState({ downloaded: true });
  };
}
