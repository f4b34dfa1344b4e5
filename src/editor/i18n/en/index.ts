import * as commands from './commands';
import * as interfaceTexts from './interface';
import { names } from './names';

export const en = { ...interfaceTexts, ...commands, names } as const;
