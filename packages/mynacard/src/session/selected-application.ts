import type { CommandApdu, ResponseApdu } from '@kaijo/iso7816';
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
    if (answer.sw !== 0x9000) throw nonsense(`SELECT of file ${fid.toString(16)}`, answer);
    this.#currentFile = fid;
    return 'selected';
  }

  /** SELECT of a file that the operation cannot do without. @throws CardProtocolError */
  async selectExistingFile(fid: number): Promise<void> {
    if ((await this.selectFile(fid)) === 'absent')
      throw nonsense(`SELECT of file ${fid.toString(16)}`, { data: new Uint8Array(), sw: 0x6a82 });
  }

  isCurrentFile(fid: number): boolean {
    return this.#currentFile === fid;
  }

  /** A read by short identifier made `fid` the current file. */
  noteCurrentFile(fid: number): void {
    this.#currentFile = fid;
  }

  /** Commands whose effect on the current file is not known have passed. */
  forgetCurrentFile(): void {
    this.#currentFile = undefined;
  }

  send(command: CommandApdu): Promise<ResponseApdu> {
    return this.link.send(command);
  }

  sendSecret(secret: Secret, commandOf: (bytes: Uint8Array) => CommandApdu): Promise<ResponseApdu> {
    return secret.use((bytes) => this.link.send(commandOf(bytes)));
  }
}
