import { agree } from '../fields/agree.ts';
import {
  type DateSighting,
  type PrintedExpiry,
  sightBirth,
  sightBirthAgain,
  sightExpiry,
  sightExpiryAgain,
} from '../fields/dates.ts';
import type { Sightings } from '../fields/decide.ts';
import { type LineText, leastSure, type Sighting } from '../fields/line-text.ts';
import { holdsIndividualNumber, sightCode } from '../fields/security-code.ts';
import type { CardRegion } from '../picture/warp.ts';
import type { BirthAsPrinted } from '../reading.ts';
import { type CardText, partOf, type TextLine } from './card-text.ts';
import type { Model } from './session.ts';
import { VIEWS, type View } from './views.ts';

/** Lines longer than this are the donor's declaration, or all dates in one row: read last. */
const LONG = 14;
/** No more lines than this are read, so that a photo full of print costs no more than a card. */
const MOST_LINES = 12;
/** Views in which lines are read until all is found; a second reading is for the few that look like what is missing. */
const SEARCH_VIEWS = ['plain', 'loose', 'small'] as const;
const MOST_REREAD = 3;
/** A code less clear than this is print of another kind. */
const LEAST_CODE = 0.45;
const MOST_CODES = 3;
/** Two of these in a line, and it may be a date. */
const DATE_MARKS = /[年月日].*[年月日有]|[0-9]{4}.*[年月日]/;
/** Width over height of four digits, with what a label beside them adds. */
const CODE_ASPECT = { least: 1.4, most: 10 } as const;

interface Found<S> {
  readonly region: CardRegion;
  readonly view: View;
  readonly sighting: S;
}

interface Search {
  readonly births: Found<DateSighting<BirthAsPrinted>>[];
  readonly expiries: Found<DateSighting<PrintedExpiry>>[];
  readonly codes: Found<Sighting<string>>[];
}

/**
 * Looks at the lines of a front until the three fields are found, then reads each from the other views.
 * `codesBelow`: a security code stands below this, of the card's height; above are name and address.
 * @returns undefined when a line holds an individual number: what was read is dropped (R38)
 */
export async function readFields(
  card: CardText,
  detector: Model,
  codesBelow: number,
): Promise<Sightings | undefined> {
  const search: Search = { births: [], expiries: [], codes: [] };
  let lines: readonly TextLine[] = inOrder(await card.lines(detector)).slice(0, MOST_LINES);
  for (const view of SEARCH_VIEWS) {
    const next: TextLine[] = [];
    for (const line of lines) {
      if (line.aspect > LONG && isComplete(search)) break;
      const text = await card.read(line.region, view);
      if (holdsIndividualNumber(text)) return undefined;
      const found = { region: line.region, view };
      const isBelow = line.region.top > codesBelow;
      const isFound = addDates(search, found, text) || (isBelow && add(search.codes, found, sightCode(text)));
      if (!isFound && (DATE_MARKS.test(text.text) || (isBelow && mayBeCode(line, text)))) next.push(line);
    }
    if (isComplete(search)) break;
    lines = next.slice(0, MOST_REREAD);
  }
  const code = await likeliestCode(card, search.codes);
  return {
    birth: await allViews(card, search.births[0], 0.9, sightBirthAgain),
    expiry: await allViews(card, search.expiries[0], 0.9, sightExpiryAgain),
    securityCode: code.views,
    otherCodes: code.others,
  };
}

function isComplete({ births, expiries, codes }: Search): boolean {
  return births.length > 0 && expiries.length > 0 && codes.length > 0;
}

type Place = Pick<Found<unknown>, 'region' | 'view'>;

function add<S>(list: Found<S>[], place: Place, sighting: S | undefined): boolean {
  if (sighting !== undefined) list.push({ ...place, sighting });
  return sighting !== undefined;
}

function addDates(search: Search, place: Place, text: LineText): boolean {
  const isBirth = add(search.births, place, sightBirth(text));
  const isExpiry = add(search.expiries, place, sightExpiry(text));
  return isBirth || isExpiry;
}

function mayBeCode({ aspect }: TextLine, { text }: LineText): boolean {
  return aspect >= CODE_ASPECT.least && aspect <= CODE_ASPECT.most && /[0-9]/.test(text);
}

/** Shorter lines first, each kind from top to bottom. */
function inOrder(lines: readonly TextLine[]): TextLine[] {
  return [...lines.filter(({ aspect }) => aspect <= LONG), ...lines.filter(({ aspect }) => aspect > LONG)];
}

/** Print of other kinds can look like a code; another one counts as such only when it would be sure by itself. */
async function likeliestCode(
  card: CardText,
  codes: readonly Found<Sighting<string>>[],
): Promise<{ readonly views: Sightings['securityCode']; readonly others: number }> {
  const likely = codes
    .filter(({ sighting }) => leastSure(sighting) >= LEAST_CODE)
    .sort((a, b) => leastSure(b.sighting) - leastSure(a.sighting))
    .slice(0, MOST_CODES);
  const all: Sightings['securityCode'][] = [];
  for (const found of likely) all.push(await allViews(card, found, 0.55, sightCode));
  const agreed = all.map((views) => agree(views, (one, other) => one === other));
  const best = agreed.findIndex((one) => one?.sure);
  const chosen = Math.max(0, best);
  const others = agreed.filter((one, i) => i !== chosen && one?.sure && one.value !== agreed[chosen]?.value);
  return { views: all[chosen] ?? [], others: others.length };
}

/** The sighting and those of the other views, cut to what was seen with `margin` (heights of the line) around. */
async function allViews<S extends Sighting<unknown>>(
  card: CardText,
  found: Found<S> | undefined,
  margin: number,
  sight: (line: LineText) => S | undefined,
): Promise<(S | undefined)[]> {
  if (found === undefined) return [];
  const part = partOf(found.region, found.sighting.from, found.sighting.to, margin);
  const views: (S | undefined)[] = [found.sighting];
  // One cut alone is never sure.
  if (card.hasBurntSpot(part)) return views;
  for (const view of VIEWS) if (view !== found.view) views.push(sight(await card.read(part, view)));
  return views;
}
