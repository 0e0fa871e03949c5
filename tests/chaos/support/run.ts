import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { connectOperator, type DataFolder, enrolKiosk, makeCard, personaCard } from '@kaijo/cli/installation';
import { createKioskClient, createPhoneClient, type Fetch, type TargetPin } from '@kaijo/contract';
import { FileKeyStore } from '@kaijo/keys';
import type { Patience } from '@kaijo/procedures';
import { mutualTlsFetch } from '@kaijo/procedures/mutual-tls';
import { Secret } from '@kaijo/secret';
import type { CardState } from '@kaijo/virtual-card';
import { startIssuerApart } from '../../secrets/support/issuer-apart.ts';
import { CardInHand } from '../../support/card-in-hand.ts';
import { random } from '../../support/demo-card.ts';
import { untilNoonInJapan } from '../../support/restartable-service.ts';
import { HOLDER, PINS } from '../../support/story.ts';
import { balancedFetch } from './balanced-fetch.ts';
import { Chance } from './chance.ts';
import type { Fact, History } from './history.ts';
import { Holder } from './holder.ts';
import { type Kills, killUntil, type Victim } from './killer.ts';
import { type Service, startServices } from './service-group.ts';
import { readStored, watchLive } from './stored.ts';

const SERVICES = 3;
/** What each holder's card is for; the last ones show a stranger's face. */
const REPAIRING: readonly TargetPin[] = ['auth', 'auth', 'auth', 'sign'];
const FAILING = 2;

export interface ChaosRun {
  readonly history: History;
  readonly kills: Kills;
  /** What a holder's own checks threw: R33 broken at a card, or a bug of the test. */
  readonly broken: readonly string[];
}

/** Holders at work on three services while services and database are killed; then everything comes to rest and is read. */
export async function runChaos(of: {
  readonly databaseUrl: string;
  readonly database: Victim;
  readonly milliseconds: number;
  readonly seed: number;
}): Promise<ChaosRun> {
  const root = await mkdtemp(join(tmpdir(), 'kaijo-chaos-'));
  const offset = untilNoonInJapan(Date.now());
  const now = (): Date => new Date(Date.now() + offset);
  const chance = new Chance(of.seed);
  const issuer = await startIssuerApart(now);
  let services: readonly Service[] = [];
  const open: { close(): Promise<void> }[] = [];
  try {
    services = await startServices(root, SERVICES, {
      ...issuer.settings,
      DATABASE_URL: of.databaseUrl,
      KAIJO_CLOCK_OFFSET: String(offset),
      KAIJO_REQUESTS_PER_MINUTE: '1000000',
      KAIJO_SESSIONS_PER_HOUR: '0',
      KAIJO_LOG_LEVEL: 'silent',
    });
    const [first] = services as [Service];
    const facts: Fact[] = [];
    const holders: Holder[] = [];
    const operator = await connectOperator(first.folder);
    const phone = createPhoneClient({
      baseUrl: 'http://service',
      fetch: balancedFetch({
        fetch: (url, init) => fetch(url, init),
        urls: urlsOf(services, 'publicUrl'),
        chance,
      }),
      language: 'en',
    });
    const { terms, store } = await again(() => whatPhonesKnow(first));
    for (const targetPin of [...REPAIRING, ...Array.from({ length: FAILING }, () => 'sign' as const)]) {
      const { identity } = await again(() => enrolKiosk(operator, store));
      const tls = mutualTlsFetch(identity);
      open.push(tls);
      const urls = urlsOf(services, 'kioskUrl');
      const kioskFetch = balancedFetch({ fetch: tls.fetch as Fetch, urls, chance });
      holders.push(
        new Holder({
          number: holders.length + 1,
          card: await CardInHand.of(await cardOf(issuer.folder, first.folder, targetPin, now())),
          targetPin,
          phone,
          kiosk: createKioskClient({ baseUrl: 'https://service', fetch: kioskFetch, language: 'en' }),
          terms,
          patience: patienceOf(chance),
          now,
          chance,
          note: (fact) => facts.push(fact),
        }),
      );
    }
    await operator.close();

    const live = await watchLive(of.databaseUrl);
    const end = Date.now() + of.milliseconds;
    const repairing = holders.slice(0, REPAIRING.length);
    const failing = holders.slice(REPAIRING.length);
    const work = Promise.allSettled([
      ...repairing.map((holder) => holder.repairUntil(end)),
      ...failing.map((holder) => holder.failUntil(end)),
    ]);
    const kills = await killUntil(end, { services, database: of.database, chance });
    const worked = await work;
    const settled = await Promise.allSettled(repairing.map((holder) => holder.settle()));
    // Draining seals the audit log.
    for (const service of services) await service.drain();
    const keys = await FileKeyStore.open(first.folder.keys, random);
    const cardsWithTwoLive = await live.stop();
    const stored = { ...(await readStored(of.databaseUrl, await keys.auditPublicKey())), cardsWithTwoLive };
    const cards = await Promise.all(repairing.map((holder) => holder.atEnd()));
    const broken = [...worked, ...settled].flatMap((one) =>
      one.status === 'rejected' ? [String((one.reason as Error).stack ?? one.reason)] : [],
    );
    return { history: { facts, cards, stored }, kills, broken };
  } finally {
    for (const one of open) await one.close();
    for (const service of services) await service.kill();
    await issuer.close();
    await rm(root, { recursive: true, force: true });
  }
}

/** A cluster may change its leader while all this is being set up. */
async function again<T>(act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act();
    } catch (error) {
      if (attempt === 20) throw error;
      await setTimeout(1_000);
    }
  }
}

function urlsOf(services: readonly Service[], which: 'publicUrl' | 'kioskUrl'): readonly string[] {
  return services.map((service) => service[which]);
}

async function whatPhonesKnow({
  publicUrl,
}: Service): Promise<{ readonly terms: string; readonly store: string }> {
  const phone = createPhoneClient({ baseUrl: publicUrl, fetch: (url, init) => fetch(url, init) });
  const status = await phone.showStatus();
  const found = await phone.listStores({ pin: 'auth' });
  const store = found.kind === 'ok' ? found.body.stores[0]?.id : undefined;
  if (status.kind !== 'ok' || store === undefined) throw new Error('the service does not answer');
  return { terms: status.body.terms.version, store };
}

/** Cards are made where issuer and card keys come together. */
async function cardOf(issuer: string, folder: DataFolder, locked: TargetPin, now: Date): Promise<CardState> {
  const pin = (kind: keyof typeof PINS): Secret => Secret.ofAscii(PINS[kind]);
  return makeCard(
    { ...folder, issuer },
    {
      ...(await personaCard(HOLDER)),
      pins: { auth: pin('auth'), sign: pin('sign'), support: pin('support'), resident: pin('resident') },
      locked: [locked],
      now,
    },
  );
}

/** Asks again for about half a minute, as long as a fail-over may take; not in step with others. */
function patienceOf(chance: Chance): Patience {
  return {
    attempts: 40,
    firstWait: 50,
    sleep: (milliseconds) => setTimeout(Math.min(milliseconds, 800) * chance.between(0.5, 1)),
  };
}
