import * as commands from './commands';
import { faults, reasons } from './faults';
import * as interfaceTexts from './interface';
import * as looks from './looks';
import { names } from './names';
import { sharing, sharingActions } from './sharing';

export const en = {
  ...interfaceTexts,
  ...looks,
  ...commands,
  actions: { ...commands.actions, ...sharingActions },
  names,
  sharing,
  faults,
  reasons,
} as const;
