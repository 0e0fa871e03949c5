import { pinBOf } from '@kaijo/cli/demo';
import { persona, printedBirthDateText, selfieFrames } from '@kaijo/personas';
import { readSelfie } from '@kaijo/personas/files';
import type { CardState } from '@kaijo/virtual-card';
import { HOLDER } from '../../support/story.ts';
import { formsOf, formsOfBytes, type Needle } from './forms.ts';

const holder = persona(HOLDER);

export const personal: readonly Needle[] = [
  ...formsOf('name', holder.name),
  ...formsOf('address', holder.address),
  ...formsOf('birth date as printed', printedBirthDateText(holder.printedBirthDate)),
];

/** Apart: it is sent within the card-face data (protocol.md, Phone, 2), which the service drops and cannot overwrite. */
export const birth: readonly Needle[] = [
  ...formsOf('birth date', holder.birthDate.replaceAll('-', '')),
  ...formsOf('birth date', holder.birthDate),
];

/** R38: what is on a card and is sent to nobody. */
export function cardNeedles(story: string, card: CardState, now: Date): readonly Needle[] {
  const { supportNumber, signCertificate } = card.body.files;
  if (signCertificate === undefined) throw new Error('the card has no signature certificate');
  const number = Buffer.from(supportNumber ?? [])
    .subarray(-12)
    .toString('latin1');
  const pinB = pinBOf(holder, now).secret.use((bytes: Uint8Array) => String.fromCharCode(...bytes));
  return [
    ...formsOf('PIN-B', pinB),
    ...formsOf(`individual number (${story} story)`, number),
    // The end of its signature: no part of it is in the directory.
    ...bytesNeedles(`signature certificate (${story} story)`, signCertificate.subarray(-32)),
  ];
}

/** R23: of the card's photo and of what the camera took, a part that no other picture has. */
export async function pictureNeedles(
  cards: Iterable<readonly [story: string, card: CardState]>,
): Promise<readonly Needle[]> {
  const pictures = [
    ...[...cards].map(([story, { body }]) => [`card face (${story} story)`, body.files.faceData] as const),
    ...(await Promise.all(
      selfieFrames.map(async (frame) => [`frame ${frame}`, await readSelfie(HOLDER, frame)] as const),
    )),
  ];
  return pictures.flatMap(([of, picture = new Uint8Array()]) => {
    const middle = picture.length >> 1;
    return bytesNeedles(of, picture.subarray(middle, middle + 32));
  });
}

export function bytesNeedles(of: string, bytes: Uint8Array): readonly Needle[] {
  return [{ of, form: 'as it stands', bytes }, ...formsOfBytes(of, bytes)];
}
