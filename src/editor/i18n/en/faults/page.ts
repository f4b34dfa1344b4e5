/** What the page itself says no to, and what nobody foresaw. */
export const pageFaults = {
  unexpected: 'Something unexpected went wrong ({{detail}}): try again, or reload the page.',
  checkpointMissing: '{{file}} goes with a checkpoint: bring the checkpoint (.ckpt) together with it.',
  noRoomYet: 'There is no room yet: wait until it is there.',
  thingNotShown: 'This thing is not in the picture: choose one that is shown.',
  roomKindNotFound:
    'None of {{count}} rooms was of this kind: take a smaller truncation, or rooms of either kind.',
  noEncoder: 'This browser cannot encode {{format}}: take another format.',
  filmOfOtherModel: 'The film was not finished, because another model was opened: make it again.',
} as const;
