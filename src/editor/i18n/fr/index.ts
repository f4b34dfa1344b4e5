import type { Texts } from '../texts';
import * as commands from './commands';
import * as interfaceTexts from './interface';
import { names } from './names';
import { travel, travelActions } from './travel';

export const fr: Texts = {
  ...interfaceTexts,
  ...commands,
  actions: { ...commands.actions, ...travelActions },
  names,
  travel,
};
