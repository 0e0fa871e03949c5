import { CardProtocolError, type CommandApdu, type ResponseApdu, SW } from '@kaijo/iso7816';
import type { Secret } from '@kaijo/secret';
import type { ApplicationName } from '../application/application.ts';
import { saysNoSuchFile, selectElementaryFile } from '../command/select.ts';
import { type CardLink, nonsense } from './card-link.ts';

/**
 * An application while it is the selected one. Selecting any application, this one included, ends the PIN state (card.md),
 * so everything that was made under the earlier selection is retired and refuses to work.
 */
export class SelectedApplication {
  readonly name: ApplicationName;
  readonly link: CardLink;
  #currentFile: number | undefined;
  #retired = false;

  constructor(name: ApplicationName, link: CardLink) {
    this.name = name;
    this.link = link;
  }

  /**
   * Runs one operation on this application, after those before it.
   * @throws Error when another application was selected meanwhile: a mistake in the program
   */
  run<T>(operation: () => Promise<T>): Promise<T> {
    return this.link.inTurn(() => {
      if (this.#retired) throw new Error(`the ${this.name} application is no longer the selected one`);
      return operation();
    });
  }

  retire(): void {
    this.#retired = true;
  }

  /** SELECT, unless the file is the current one already. @throws CardProtocolError */
  async selectFile(fid: number): Promise<'selected' | 'absent'> {
    if (this.#currentFile === fid) return 'selected';
    const answer = await this.send(selectElementaryFile(fid));
    if (saysNoSuchFile(answer)) return 'absent';
    if (answer.sw !== SW.OK) throw nonsense(`SELECT of file ${fid.toString(16)}`, answer);
    this.#currentFile = fid;
    return 'selected';
  }

  /** SELECT of a file that the operation cannot do without. @throws CardProtocolError */
  async selectExistingFile(fid: number): Promise<void> {
    if ((await this.selectFile(fid)) === 'absent')
      throw new CardProtocolError(`the card has no file ${fid.toString(16)}`);
  }

  /** A command passes that may make another file the current one: a read by short identifier, or a foreign command. */
  forgetCurrentFile(): void {
    this.#currentFile = undefined;
  }

  send(command: CommandApdu): Promise<ResponseApdu> {
    return this.link.send(command);
  }

  sendSecret(secret: Secret, commandOf: (bytes: Uint8Array) => CommandApdu): Promise<ResponseApdu> {
    return this.link.sendSecret(secret, commandOf);
  }
}
