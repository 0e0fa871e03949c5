import { type CardChannel, SW } from '@kaijo/iso7816';
import type { Application, ApplicationName } from '../application/application.ts';
import { CARD_FACE } from '../application/card-face.ts';
import { INPUT_SUPPORT } from '../application/input-support.ts';
import { JPKI } from '../application/jpki.ts';
import { RESIDENT } from '../application/resident.ts';
import { saysNoSuchApplication, selectApplication } from '../command/select.ts';
import { CardFaceSession } from './card-face-session.ts';
import { CardLink, nonsense } from './card-link.ts';
import { InputSupportSession } from './input-support-session.ts';
import { JpkiSession } from './jpki-session.ts';
import { ResidentSession } from './resident-session.ts';
import { SelectedApplication } from './selected-application.ts';

export type Selection<Session> =
  | { readonly kind: 'selected'; readonly session: Session }
  /** The card does not have the application that every My Number Card has. */
  | { readonly kind: 'not-a-my-number-card'; readonly missing: ApplicationName };

export interface OpenOptions {
  /** The most data bytes that the link carries in one answer (some readers stop at 256). Default: no limit. */
  readonly largestAnswer?: number;
}

/**
 * A powered card that may be a My Number Card; nothing is sent until an application is selected.
 *
 * Selecting an application ends the PIN state of the one before (card.md), and with it every session, unlocked key and
 * unlocked file that came from it: they throw when they are used again. Once the card has gone all throw CardGoneError.
 */
export class MyNumberCard {
  readonly #link: CardLink;
  #selected: SelectedApplication | undefined;

  /** @throws Error for a channel that is not exclusive */
  constructor(channel: CardChannel, options: OpenOptions = {}) {
    this.#link = new CardLink(channel, options.largestAnswer);
  }

  /** @throws CardGoneError @throws CardProtocolError */
  selectJpki(): Promise<Selection<JpkiSession>> {
    return this.#select(JPKI, (application) => new JpkiSession(application));
  }

  /** @throws CardGoneError @throws CardProtocolError */
  selectCardFace(): Promise<Selection<CardFaceSession>> {
    return this.#select(CARD_FACE, (application) => new CardFaceSession(application));
  }

  /** @throws CardGoneError @throws CardProtocolError */
  selectInputSupport(): Promise<Selection<InputSupportSession>> {
    return this.#select(INPUT_SUPPORT, (application) => new InputSupportSession(application));
  }

  /** @throws CardGoneError @throws CardProtocolError */
  selectResident(): Promise<Selection<ResidentSession>> {
    return this.#select(RESIDENT, (application) => new ResidentSession(application));
  }

  #select<Session>(
    { name, aid }: Application,
    open: (application: SelectedApplication) => Session,
  ): Promise<Selection<Session>> {
    return this.#link.inTurn(async () => {
      this.#selected?.retire();
      const answer = await this.#link.send(selectApplication(aid));
      if (saysNoSuchApplication(answer)) return { kind: 'not-a-my-number-card', missing: name };
      if (answer.sw !== SW.OK) throw nonsense(`SELECT of the ${name} application`, answer);
      this.#selected = new SelectedApplication(name, this.#link);
      return { kind: 'selected', session: open(this.#selected) };
    });
  }
}
