import * as commands from './commands';
import { faults, reasons } from './faults';
import * as interfaceTexts from './interface';
import { names } from './names';
import { travel, travelActions } from './travel';

export const en = {
  ...interfaceTexts,
  ...commands,
  actions: { ...commands.actions, ...travelActions },
  names,
  travel,
  faults,
  reasons,
} as const;
