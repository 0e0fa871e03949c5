import type { TargetPin } from '@kaijo/contract';
import { formsOf, formsOfFourDigits, type Needle } from './forms.ts';
import type { StoryPins } from './whole-story.ts';

export type FourDigits = () => string;
/** What a PIN is in the story, and its value. */
export type NamedPin = readonly [name: string, pin: string];

export const TARGETS: readonly TargetPin[] = ['auth', 'sign'];

/** They occur nowhere else, in this repository or by chance: sixteen characters, or four digits drawn for this run. */
export function pinsFor(target: TargetPin, digits: FourDigits): StoryPins {
  const card = { auth: digits(), support: digits(), resident: digits() };
  return target === 'auth'
    ? {
        card: { ...card, sign: 'QX7ZKW3VJ9TBLQ2F' },
        wrong: 'W4RNGQXZJ7KVBT8P',
        torn: digits(),
        last: digits(),
      }
    : {
        card: { ...card, sign: 'ZH5QJXW8KPV3TBN1' },
        wrong: digits(),
        torn: 'T6RNZQJXKW4VPBH2',
        last: 'L9STQZXJW7VKHBP3',
      };
}

/** A story told beforehand, so that all that a service makes of any story lies about already. */
export const REHEARSAL: Readonly<Record<TargetPin, StoryPins>> = {
  auth: {
    card: { auth: '6158', sign: 'REHEARSAL1', support: '6159', resident: '6157' },
    wrong: 'REHEARSAL2',
    torn: '7158',
    last: '7159',
  },
  sign: {
    card: { auth: '6158', sign: 'REHEARSAL1', support: '6159', resident: '6157' },
    wrong: '6156',
    torn: 'REHEARSAL3',
    last: 'REHEARSAL4',
  },
};

export function named(target: TargetPin, { card, wrong, torn, last }: StoryPins): readonly NamedPin[] {
  const story = (what: string) => `${what} (${target} story)`;
  return [
    ...Object.entries(card).map(([name, pin]) => [story(`${name} PIN`), pin] as const),
    [story('wrong PIN'), wrong],
    [story('new PIN of a torn attempt'), torn],
    [story('new PIN'), last],
  ];
}

export function pinNeedles(pins: readonly NamedPin[]): readonly Needle[] {
  return pins.flatMap(([name, pin]) =>
    pin.length === 4 ? formsOfFourDigits(name, pin) : formsOf(name, pin),
  );
}

/**
 * Four digits may come to lie by chance in a place of this size while a story is told. What leaks them leaks whichever
 * were drawn, so the stories are told once more with others (`tellAgain`, which says what it finds of them), and only
 * what is found in both is chance no longer.
 */
export async function withoutChance(of: {
  readonly found: readonly string[];
  readonly pins: readonly NamedPin[];
  readonly tellAgain: () => Promise<readonly string[]>;
}): Promise<readonly string[]> {
  const { found, pins } = of;
  const isOfFourDigits = (finding: string) =>
    pins.some(([name, pin]) => pin.length === 4 && finding.startsWith(`${name} `));
  if (!found.some(isOfFourDigits)) return found;
  const again = await of.tellAgain();
  return found.filter((finding) => !isOfFourDigits(finding) || again.includes(finding));
}
