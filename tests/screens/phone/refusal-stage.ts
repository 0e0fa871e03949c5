import { type Desk, startDesk } from '@kaijo/cli/desk';
import type { ProblemType, TargetPin } from '@kaijo/contract';
import type { CardState } from '@kaijo/virtual-card';
import type { Browser } from 'playwright-core';
import { expect } from 'vitest';
import { type Installation, install } from '../../api/support/installation.ts';
import type { ScriptedCard } from '../../api/support/scripted-card.ts';
import { CardInHand } from '../../support/card-in-hand.ts';
import { PINS } from '../../support/story.ts';
import { builtSites, launchBrowser, openScreen, PhonePage, type Screen } from '../support/index.ts';

export type Opened = Screen & { readonly phone: PhonePage };

/** One service under a clock that the test moves, one browser, one card on the table at a time. */
export class RefusalStage {
  readonly of: Installation;
  readonly desk: Desk;
  readonly hanako: ScriptedCard;
  readonly taro: ScriptedCard;
  readonly #browser: Browser;
  readonly #table: { card?: CardInHand };

  private constructor(
    parts: Pick<RefusalStage, 'of' | 'desk' | 'hanako' | 'taro'>,
    browser: Browser,
    table: { card?: CardInHand },
  ) {
    this.of = parts.of;
    this.desk = parts.desk;
    this.hanako = parts.hanako;
    this.taro = parts.taro;
    this.#browser = browser;
    this.#table = table;
  }

  static async start(): Promise<RefusalStage> {
    const table: { card?: CardInHand } = {};
    const device = (): CardInHand['tear'] => {
      if (table.card === undefined) throw new Error('no card lies on the table');
      return table.card.tear;
    };
    const desk = await startDesk({
      port: 0,
      device: {
        powerOn: () => device().powerOn(),
        powerOff: () => device().powerOff(),
        exchange: (command) => device().exchange(command),
      },
    });
    const of = await install({ ...builtSites(), KAIJO_DESK_URL: desk.url });
    desk.allow(of.publicUrl);
    const [hanako, taro] = [await of.card('hanako'), await of.card('taro')];
    return new RefusalStage({ of, desk, hanako, taro }, await launchBrowser({ camera: '' }), table);
  }

  /** The card that lies on the table now. */
  get card(): CardInHand | undefined {
    return this.#table.card;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.desk.close();
    await this.of.close();
  }

  /** The app up to what it says before the start, with this card lying beside it. */
  async openWith(state: CardState, target: TargetPin): Promise<Opened> {
    this.desk.put('hand');
    this.#table.card = await CardInHand.of(state);
    const screen = await openScreen(this.#browser, { locale: 'en-GB' });
    const phone = new PhonePage(screen.page, this.of.publicUrl);
    await phone.open();
    await phone.choosePin(target);
    return { ...screen, phone };
  }

  /** Through the card's reading, to whatever the service says then. */
  async present({ phone }: Opened, target: TargetPin): Promise<void> {
    if (target === 'auth') {
      await phone.startWhenReady();
      await phone.at('reserving.touching');
      this.desk.put('phone');
      await phone.typePin(PINS.sign);
      return;
    }
    await this.upToTheFace(phone);
    await phone.startWhenReady();
  }

  async upToTheFace(phone: PhonePage): Promise<void> {
    await phone.agreeAndStart();
    await phone.at('reserving.photographing');
    await phone.press('Type it in');
    const expiry = expiryOf(this.hanako);
    await phone.typePrinted({ calendar: 'heisei', birth: [15, 7, 21], expiry, code: '4826' });
    await phone.at('reserving.touching');
    this.desk.put('phone');
    await phone.typePin(PINS.auth);
    await phone.at('reserving.facing');
  }
}

/** PIN-B's expiry year, as it is printed. */
function expiryOf({ state }: ScriptedCard): string {
  const pinB = state.memory.pins.facePinB.value;
  if (pinB === undefined) throw new Error('the card has no PIN-B');
  return pinB.use((bytes) => String.fromCharCode(...bytes)).slice(6, 10);
}

/** R40: the screen says what happened, that nothing is lost, what to do, and the code. */
export async function expectRefusal(
  { phone, page }: Opened,
  code: ProblemType | string,
  happened: RegExp,
): Promise<void> {
  await phone.at('failed');
  expect(await phone.heading()).toMatch(happened);
  const text = await phone.text();
  expect(text).toContain(code);
  expect(text).toMatch(/PINs? (has|have) not (been )?changed|not changed|unchanged/i);
  expect(await page.locator('main .k-actions .k-button').count()).toBeGreaterThan(1);
}
