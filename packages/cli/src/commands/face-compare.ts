import { compareFaces } from '@kaijo/face';
import type { Command } from 'commander';
import type { Console } from '../console/console.ts';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import { modelsOption, openModels, readPicture } from '../face/pictures.ts';

export function addFaceCompare(face: Command, console: Console): void {
  face
    .command('compare')
    .description("is the person of the selfies the person of the chip's photo?")
    .argument('<chip>', "the chip's photo: JPEG 2000, JPEG or PNG")
    .argument('<selfie...>', 'pictures of the person, fused into one score')
    .addOption(modelsOption())
    .option('--json', 'print {match, score, threshold, model, quality: […]}')
    .addHelpText(
      'after',
      `
Exit code 0: a match. 1: no match, or a picture that cannot be judged (a match of a bad picture is never accepted).`,
    )
    .action(async (chip: string, selfies: string[], options: { models?: string; json?: boolean }) => {
      const models = await openModels(options.models);
      const pictures = await Promise.all([chip, ...selfies].map(readPicture));
      const [reference, ...probes] = pictures as [Uint8Array, ...Uint8Array[]];
      const comparison = await compareFaces(models, reference, probes);
      if (options.json) console.out(JSON.stringify(comparison, null, 2));
      else {
        const score = comparison.score === undefined ? 'no score' : `score ${comparison.score.toFixed(3)}`;
        console.out(
          `${comparison.match ? 'match' : 'no match'}: ${score}, threshold ${comparison.threshold}`,
        );
        for (const { picture, reasons } of comparison.quality) {
          const name = picture === 'chip' ? chip : (selfies[picture] ?? '');
          if (reasons.length > 0) console.out(`  ${name}: ${reasons.join(', ')}`);
        }
      }
      if (!comparison.match) throw new CommandFailure(EXIT.REFUSED, 'no match');
    });
}
