import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { KioskLanguage, Slip } from '../../local-api/index.ts';
import { drawSlip } from './draw-slip.ts';
import { slipFont } from './slip-fonts.ts';

/**
 * One slip as a program of its own: JSON on standard input, PDF on standard output. A font of several megabytes is gone
 * from memory with it. Exit code 1: no font has the language's characters.
 */
const Order = Type.Object({ slip: Slip, language: KioskLanguage });

async function main(): Promise<void> {
  let text = '';
  for await (const part of process.stdin) text += String(part);
  const order: unknown = JSON.parse(text);
  if (!Value.Check(Order, order)) throw new TypeError('no slip');
  const font = slipFont(order.language);
  if (font === undefined) {
    process.exitCode = 1;
    return;
  }
  process.stdout.write(await drawSlip(order.slip, font, order.language));
}

await main();
