import type { CardChannel } from '@kaijo/iso7816';
import type { CompletionOutbox } from '@kaijo/procedures';
import type { TearPoint } from '@kaijo/virtual-card';
import type { Strike } from '../../support/wire.ts';

/** The kiosk's process, which can be killed: from then on nothing that it has begun goes on. */
export class KioskProcess {
  readonly #killed: Promise<{ readonly kind: 'kiosk-killed' }>;
  #kill: () => void = () => {};

  constructor() {
    this.#killed = new Promise((resolve) => {
      this.#kill = () => resolve({ kind: 'kiosk-killed' });
    });
  }

  /** Never returns to whoever it strikes. */
  readonly kill: Strike = () => {
    this.#kill();
    return new Promise(() => {});
  };

  /** What `work` comes to, or that the process was killed meanwhile. */
  run<T>(work: Promise<T>): Promise<T | { readonly kind: 'kiosk-killed' }> {
    return Promise.race([work, this.#killed]);
  }
}

/** A channel on which `strike` happens before or after one command. */
export function struckAt(channel: CardChannel, point: TearPoint, strike: Strike): CardChannel {
  let commands = 0;
  return {
    exclusive: channel.exclusive,
    async transmit(command) {
      commands++;
      if (point.when === 'before' && point.command === commands) await strike();
      const answer = await channel.transmit(command);
      if (point.when === 'after' && point.command === commands) await strike();
      return answer;
    },
    disconnect: () => channel.disconnect(),
  };
}

export interface OutboxPoint {
  readonly step: 'keep' | 'forget';
  readonly when: 'before' | 'after';
}

/** The kiosk's disk, around one step of which `strike` happens. */
export function struckAtOutbox(disk: CompletionOutbox, point: OutboxPoint, strike: Strike): CompletionOutbox {
  const around = async (step: OutboxPoint['step'], work: () => Promise<void>): Promise<void> => {
    if (point.step === step && point.when === 'before') await strike();
    await work();
    if (point.step === step && point.when === 'after') await strike();
  };
  return {
    keep: (pending) => around('keep', () => disk.keep(pending)),
    forget: (session) => around('forget', () => disk.forget(session)),
    list: () => disk.list(),
  };
}
