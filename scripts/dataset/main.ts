/**
 * npm run dataset -- --count N --size 256 --seed S --out DIR   renders the rooms that are missing
 * npm run dataset -- --count N --layouts --seed S --out DIR    the numbers alone of those that are missing
 * npm run dataset -- --pairs K --size 256 --seed S --out DIR   renders pairs before and after an edit, of K test rooms
 * npm run dataset -- --sheet FILE [--count 16] [--seed S]      draws a contact sheet and its masks
 * npm run dataset -- --sheet FILE --pairs K [--seed S]         draws a contact sheet of pairs
 * With --kind "living room" they are living rooms.
 */
import { packFurniture } from './furniture/pack';
import { readOptions } from './options';
import { renderPairs } from './pairs';
import { renderSet } from './set';
import { drawPairSheet, drawSheet } from './sheet';

try {
  const { out, sheet, pairs, ...options } = readOptions(process.argv.slice(2));
  const furniture = await packFurniture(options.cache);
  if (pairs === null) {
    if (sheet) await drawSheet(furniture, sheet, options);
    if (out) await renderSet(furniture, { out, ...options });
  } else {
    if (sheet) await drawPairSheet(furniture, sheet, { pairs, ...options });
    if (out) await renderPairs(furniture, { out, pairs, ...options });
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
