/** One of the card's applications, by the name that Kaijo gives it and its AID (card.md, Applications and files). */
export interface Application {
  readonly name: ApplicationName;
  readonly aid: Uint8Array;
}

export type ApplicationName = 'jpki' | 'card-face' | 'input-support' | 'resident';

/**
 * An elementary file that holds one BER-TLV data object. `tag` is what it begins with: it shows that a read by short EF
 * identifier met the file that was meant, and its length tells the object from the filler behind it.
 */
export interface TlvFile {
  readonly fid: number;
  readonly tag: number;
}
