import { pinBOf } from '@kaijo/cli/demo';
import { connectInProcess } from '@kaijo/iso7816';
import { persona } from '@kaijo/personas';
import { tapCard } from '@kaijo/procedures';
import { Secret } from '@kaijo/secret';
import { LINK_MODELS, type LinkExchange, overLink } from '@kaijo/virtual-card';
import { atMost, median, type Report, spread } from '../report.ts';
import { HOLDER, inFreshFolder, insert, lockedCard, PINS } from './installation.ts';

const ROUNDS = 5;

/** The tap for the sign PIN: the largest reading that a holder waits for with the card at the phone. */
export async function phoneTap(): Promise<Report> {
  return inFreshFolder(async (folder) => {
    const card = await insert(await lockedCard(folder, 'sign', new Date()));
    const measured: number[] = [];
    const needed: number[] = [];
    let commands = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const exchanges: LinkExchange[] = [];
      const device = overLink(card, {
        model: LINK_MODELS.nfc106,
        wait: (duration) => new Promise((resolve) => setTimeout(resolve, duration)),
        observe: (exchange) => exchanges.push(exchange),
      });
      const start = performance.now();
      const channel = await connectInProcess(device);
      const tapped = await tapCard(channel, {
        targetPin: 'sign',
        nonce: new Uint8Array(32),
        pinB: pinBOf(persona(HOLDER), new Date()),
        askProvingPin: async () => Secret.ofAscii(PINS.auth),
      });
      measured.push(performance.now() - start);
      await channel.disconnect();
      if (tapped.kind !== 'read') throw new Error(`not read: ${tapped.kind}`);
      commands = exchanges.length;
      needed.push(exchanges.reduce((sum, { time }) => sum + time.transfer + time.rsa, 0));
    }
    return {
      title: 'Phone: one tap for the sign PIN, on nfc106',
      figures: [
        atMost('commands', commands, 15),
        { what: 'time', value: spread(measured, 'ms') },
        { what: 'link and RSA time that those bytes need', value: spread(needed, 'ms') },
        atMost('time against it', median(measured) / median(needed), 1.15, '', 3),
      ],
      notes: [
        'What they need is the bytes’ time on the air and the signature’s in the chip, without the overhead of each command;',
        'those times are the link model’s reasoned estimates, since the real card’s are not public.',
      ],
    };
  });
}
