import type { Texts } from '../texts';
import * as commands from './commands';
import * as interfaceTexts from './interface';
import { names } from './names';

export const fr: Texts = { ...interfaceTexts, ...commands, names };
