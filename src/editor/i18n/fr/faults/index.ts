import { convertFaults, convertReasons } from './convert';
import { engineFaults, engineReasons } from './engine';
import { pageFaults } from './page';
import { sceneFaults, sceneReasons } from './scene';
import type { Texts } from '../../texts';

export const faults: Texts['faults'] = { ...pageFaults, ...sceneFaults, ...convertFaults, ...engineFaults };

export const reasons: Texts['reasons'] = { ...sceneReasons, ...convertReasons, ...engineReasons };
