import { type PrintedExpiry, sightBirth, sightExpiry } from '../fields/dates.ts';
import type { Sightings } from '../fields/decide.ts';
import { type LineText, leastSure, type Sighting } from '../fields/line-text.ts';
import { holdsIndividualNumber, sightCodeAlone, sightCodeAtTheEnd } from '../fields/security-code.ts';
import type { CardRegion } from '../picture/warp.ts';
import type { BirthAsPrinted } from '../reading.ts';
import { type CardText, partOf, type TextLine } from './card-text.ts';
import type { Model } from './session.ts';
import { VIEWS } from './views.ts';

/** Lines longer than this are the donor's declaration, or all dates in one row: read last. */
const LONG = 14;
/** No more lines than this are read, so that a photo full of print costs no more than a card. */
const MOST_LINES = 12;
/** A code less clear than this is print of another kind. */
const LEAST_CODE = 0.45;

interface Found<T> {
  readonly region: CardRegion;
  readonly first: Sighting<T>;
}

/**
 * Looks at the lines of a front until the three fields are found, then reads each from the other views.
 * @returns undefined when a line holds an individual number: what was read is dropped (R38)
 */
export async function readFields(card: CardText, detector: Model): Promise<Sightings | undefined> {
  const lines = inOrder(await card.lines(detector)).slice(0, MOST_LINES);
  const births: Found<BirthAsPrinted>[] = [];
  const expiries: Found<PrintedExpiry>[] = [];
  const codes: Found<string>[] = [];
  for (const { region, aspect } of lines) {
    const complete = births.length > 0 && expiries.length > 0 && codes.length > 0;
    if (complete && aspect > LONG) break;
    const text = await card.read(region, 'plain');
    if (holdsIndividualNumber(text)) return undefined;
    const keep = <T>(list: Found<T>[], first: Sighting<T> | undefined): boolean => {
      if (first === undefined) return false;
      list.push({ region, first });
      return true;
    };
    const dated = [keep(births, sightBirth(text)), keep(expiries, sightExpiry(text))].includes(true);
    if (!dated) keep(codes, sightCodeAtTheEnd(text));
  }
  const likely = codes.filter(({ first }) => leastSure(first) >= LEAST_CODE);
  const [code] = likely.toSorted((a, b) => leastSure(b.first) - leastSure(a.first));
  return {
    birth: await otherViews(card, births[0], 0.9, sightBirth),
    expiry: await otherViews(card, expiries[0], 0.9, sightExpiry),
    securityCode: await otherViews(card, code, 0.55, sightCodeAlone),
    otherCodes: likely.length - (code === undefined ? 0 : 1),
  };
}

/** Shorter lines first, each kind from top to bottom. */
function inOrder(lines: readonly TextLine[]): TextLine[] {
  return [...lines.filter(({ aspect }) => aspect <= LONG), ...lines.filter(({ aspect }) => aspect > LONG)];
}

/** The first sighting and those of the other views, cut to what was seen with `margin` (heights of the line) around. */
async function otherViews<T>(
  card: CardText,
  found: Found<T> | undefined,
  margin: number,
  sight: (line: LineText) => Sighting<T> | undefined,
): Promise<(Sighting<T> | undefined)[]> {
  if (found === undefined) return [];
  const part = partOf(found.region, found.first.from, found.first.to, margin);
  const views: (Sighting<T> | undefined)[] = [found.first];
  for (const view of VIEWS.slice(1)) views.push(sight(await card.read(part, view)));
  return views;
}
