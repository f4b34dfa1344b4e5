import * as commands from './commands';
import * as interfaceTexts from './interface';
import { names } from './names';
import { travel, travelActions } from './travel';

export const en = {
  ...interfaceTexts,
  ...commands,
  actions: { ...commands.actions, ...travelActions },
  names,
  travel,
} as const;
