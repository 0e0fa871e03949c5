import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Desk, startDesk } from '@kaijo/cli/desk';
import type { TargetPin } from '@kaijo/contract';
import type { CardState } from '@kaijo/virtual-card';
import { CardInHand } from '../../support/card-in-hand.ts';
import { type ServiceInAProcess, startAsProcess } from '../../support/restartable-service.ts';
import { lockedCard } from '../../support/story.ts';

/** What a suite of screens needs: the real service with its sites, and a table with a card on it. */
export interface Trial {
  readonly service: ServiceInAProcess;
  readonly desk: Desk;
  /** The card that lies on the table now. */
  readonly card: CardInHand;
  /** Lays a fresh card on the table, in the hand: of `state`, or the suite's locked one. */
  layCard(state?: CardState): Promise<CardInHand>;
  close(): Promise<void>;
}

const SITES = ['phone', 'counter', 'playground'] as const;

/** Starts a service as a process of its own on a fresh data folder, with every site that was built. */
export async function startTrial(
  locked: TargetPin,
  environment: Readonly<Record<string, string>> = {},
): Promise<Trial> {
  let card: CardInHand | undefined;
  const current = (): CardInHand => {
    if (card === undefined) throw new Error('no card lies on the table yet');
    return card;
  };
  const desk = await startDesk({
    port: 0,
    device: {
      powerOn: () => current().tear.powerOn(),
      powerOff: () => current().tear.powerOff(),
      exchange: (command) => current().tear.exchange(command),
    },
  });
  const service = await startAsProcess({
    ...builtSites(),
    KAIJO_DESK_URL: desk.url,
    KAIJO_FACE_WORKERS: '1',
    // Beside a browser, on two cores: a judgement that is cut short asks for another take.
    KAIJO_FACE_TIMEOUT: '60000',
    ...environment,
  });
  desk.allow(service.publicUrl);
  const state = await lockedCard(service, locked);
  const trial: Trial = {
    service,
    desk,
    get card() {
      return current();
    },
    async layCard(other = state) {
      desk.put('hand');
      card = await CardInHand.of(other);
      return card;
    },
    async close() {
      await desk.close();
      await service.close();
    },
  };
  await trial.layCard();
  return trial;
}

/** Settings that name every site that was built. */
export function builtSites(): Record<string, string> {
  const found = SITES.map((app) => [
    `KAIJO_${app.toUpperCase()}_SITE`,
    fileURLToPath(new URL(`../../../apps/${app}/dist/site`, import.meta.url)),
  ]).filter(([, folder]) => existsSync(`${folder}/index.html`));
  return Object.fromEntries(found);
}
