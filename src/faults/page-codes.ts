/** What the page itself has to say no to. */
import type { None } from './none';

export interface PageFaults {
  /** What goes with a checkpoint came without one. */
  checkpointMissing: { file: string };
  noRoomYet: None;
  thingNotShown: None;
  noEncoder: { format: string };
  /** So many rooms were looked at. */
  roomKindNotFound: { count: number };
  filmOfOtherModel: None;
}
