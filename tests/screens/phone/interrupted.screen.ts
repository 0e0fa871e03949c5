import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PINS } from '../../support/story.ts';
import {
  hasBrowser,
  launchBrowser,
  openScreen,
  PhonePage,
  recordTraffic,
  startTrial,
  type Trial,
} from '../support/index.ts';

/**
 * What a browser adds to tests/faults/phone-flow.test.ts, which interrupts the flow at every command, message and state:
 * tabs that are closed over real storage, a network that is away, a card that slips off the table.
 */

let trial: Trial;
let browser: Browser;

beforeAll(async () => {
  if (!hasBrowser) return;
  trial = await startTrial('auth');
  browser = await launchBrowser();
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await trial?.close();
});

const UNHARMED = { auth: { kind: 'no-tries-left' }, sign: { kind: 'tries', left: 5 } };

/** The app in a new tab of the same browser profile. */
async function tabOf(context: BrowserContext): Promise<PhonePage> {
  const phone = new PhonePage(await context.newPage(), trial.service.publicUrl);
  await phone.open();
  return phone;
}

/** The ways to each state, from the first screen on; the card is held to the phone from `reserving.typing` on. */
const STATES = [
  ['before', (phone: PhonePage) => phone.choosePin('auth')],
  ['reserving.touching', (phone: PhonePage) => phone.startWhenReady()],
  ['reserving.typing', async () => trial.desk.put('phone')],
  [
    'reserving.reading',
    async (phone: PhonePage) => {
      trial.desk.put('hand');
      await phone.typePin(PINS.sign);
    },
  ],
] as const;

/** Through the first so many states, or all of them. */
async function walk(phone: PhonePage, states: number = STATES.length): Promise<void> {
  for (const [state, go] of STATES.slice(0, states)) {
    await go(phone);
    await phone.at(state);
  }
}

describe.skipIf(!hasBrowser)('interrupted', () => {
  it.each(
    STATES.map(([state], index) => [state, index + 1] as const),
  )('the tab is closed at %s: the next start is right, nothing typed is left, no try is lost', async (_, ways) => {
    await trial.layCard();
    const { context, close } = await openScreen(browser, { locale: 'en-GB' });
    const phone = await tabOf(context);
    await walk(phone, ways);
    await phone.page.close();
    expect(await trial.card.askTries()).toEqual(UNHARMED);
    const again = await tabOf(context);
    await again.at('choosing');
    expect(await recordTraffic(again.page).stored()).not.toContain(PINS.sign);
    trial.desk.put('hand');
    await walk(again);
    trial.desk.put('phone');
    await again.at('reserved');
    await close();
  });

  it('the network is away while the reservation is sent: it says so, and goes on when it is back', async () => {
    await trial.layCard();
    const { context, close } = await openScreen(browser, { locale: 'en-GB' });
    const phone = await tabOf(context);
    await walk(phone);
    await context.route('**/v1/phone/**', (route) => route.abort());
    trial.desk.put('phone');
    await phone.at('reserving.sending');
    await phone.page
      .getByRole('alert')
      .getByText(/cannot be reached/)
      .waitFor();
    await context.unroute('**/v1/phone/**');
    await phone.page.evaluate(() => window.dispatchEvent(new Event('online')));
    await phone.at('reserved');
    expect(await trial.card.askTries()).toEqual(UNHARMED);
    await close();
  });

  it('the card slips while it is read: it is read again with what was typed', async () => {
    await trial.layCard();
    const { context, close } = await openScreen(browser, { locale: 'en-GB' });
    const phone = await tabOf(context);
    await walk(phone);
    trial.card.tear.arm({ when: 'after', command: 4 });
    trial.desk.put('phone');
    await phone.at('reserved');
    expect(await trial.card.askTries()).toEqual(UNHARMED);
    await close();
  });
});
