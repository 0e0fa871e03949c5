import { setTimeout } from 'node:timers/promises';
import type { Chance } from './chance.ts';
import type { Service } from './service-group.ts';

/** A database that can be taken away and comes back. */
export interface Victim {
  kill(): Promise<void>;
  start(): Promise<void>;
}

export interface Kills {
  services: number;
  drains: number;
  database: number;
}

/** Kills services and the database at random, each on its own, until `end`; afterwards everything runs again. */
export async function killUntil(
  end: number,
  of: { readonly services: readonly Service[]; readonly database: Victim; readonly chance: Chance },
): Promise<Kills> {
  const kills: Kills = { services: 0, drains: 0, database: 0 };
  await Promise.all([killServices(end, of, kills), killDatabase(end, of, kills)]);
  return kills;
}

async function killServices(
  end: number,
  { services, chance }: { readonly services: readonly Service[]; readonly chance: Chance },
  kills: Kills,
): Promise<void> {
  while (Date.now() < end) {
    await setTimeout(chance.between(200, 3_000));
    const service = chance.oneOf(services);
    if (chance.once(4)) {
      kills.drains++;
      await service.drain();
    } else {
      kills.services++;
      await service.kill();
    }
    await setTimeout(chance.between(0, 500));
    await service.startAgain();
  }
}

async function killDatabase(
  end: number,
  { database, chance }: { readonly database: Victim; readonly chance: Chance },
  kills: Kills,
): Promise<void> {
  for (;;) {
    await setTimeout(chance.between(4_000, 16_000));
    if (Date.now() >= end) return;
    kills.database++;
    await database.kill();
    await setTimeout(chance.between(0, 1_500));
    await database.start();
  }
}
