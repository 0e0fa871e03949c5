import type { CalendarDate } from '@kaijo/mynacard';
import type { Grammar } from '../ctc/grammar.ts';
import { type Match, match } from '../ctc/match.ts';
import { decideFields, type Sightings } from '../fields/decide.ts';
import { BIRTH, BIRTH_AGAIN, CODE, EXPIRY, EXPIRY_AGAIN } from '../fields/expressions.ts';
import { codeClearness, holdsIndividualNumber, isUnevenNumber, sightCode } from '../fields/security-code.ts';
import type { CardRegion } from '../picture/warp.ts';
import type { CardFields } from '../reading.ts';
import { type CardText, partOf, type SeenLine, type TextLine } from './card-text.ts';
import type { Model } from './session.ts';
import { VIEWS, type View } from './views.ts';

/** Lines longer than this are the donor's declaration, or all dates in one row: read last. */
const LONG = 14;
/** No more lines than this are read, so that a photo full of print costs no more than a card. */
const MOST_LINES = 12;
/** Views in which lines are read until all is found; a second reading is for the few that look like what is missing. */
const SEARCH_VIEWS = ['loose', 'plain', 'small'] as const;
const MOST_REREAD = 3;
/** Evidence from which on a line holds what is looked for, and from which on it may. */
const FOUND = 0.02;
const POSSIBLE = 1e-4;
/** The same for a security code, by the least clear of its digits: a smear could be any four. */
const FOUND_CODE = 0.6;
const POSSIBLE_CODE = 0.25;
/** Two expressions that end this near to each other are one print, shares of the line's width. */
const SAME_PLACE = 0.08;
/** A line has something of a date. */
const DATE_MARKS = /[年月日生有]|[0-9]{2}/;
/** A security code that is read more than once: print of other kinds can look like one. */
const MOST_CODES = 3;
/** Width over height of four digits, with what a label beside them adds. */
const CODE_ASPECT = { least: 1.4, most: 10 } as const;
/** Margins around what was seen, in heights of the line. */
const DATE_MARGIN = 0.9;
const CODE_MARGIN = 0.55;
/** No field is decided on fewer views than this. */
const LEAST_VIEWS = 3;

interface Found {
  readonly region: CardRegion;
  readonly view: View;
  readonly match: Match;
}

interface Search {
  birth?: Found;
  expiry?: Found;
  codes: Found[];
}

/**
 * Looks at the lines of a front until the three fields are found, then reads each from other views until it is sure.
 * `codesBelow`: a security code stands below this, of the card's height; above are name and address.
 * @returns undefined when a line holds an individual number: what was read is dropped (R38)
 */
export async function readFields(
  card: CardText,
  detector: Model,
  codesBelow: number,
  today: CalendarDate,
): Promise<{ readonly fields: CardFields; readonly seen: Sightings } | undefined> {
  const search = await findFields(card, inOrder(await card.lines(detector)).slice(0, MOST_LINES), codesBelow);
  if (search === undefined) return undefined;
  return decideByViews(card, search, today);
}

async function findFields(
  card: CardText,
  all: readonly TextLine[],
  codesBelow: number,
): Promise<Search | undefined> {
  const search: Search = { codes: [] };
  let lines = all;
  for (const view of SEARCH_VIEWS) {
    const next: TextLine[] = [];
    for (const line of lines) {
      const isBelow = line.region.top > codesBelow;
      const mayBeCode = isBelow && (hasShapeOfCode(line) || !hasCode(search));
      if (hasDates(search) && !mayBeCode) continue;
      const text = await card.read(line.region, view);
      if (holdsIndividualNumber(text)) return undefined;
      const place = { region: line.region, view };
      const isFound = addDates(search, place, text);
      // A label may run on into the code, but then its four digits must be plain to see.
      const isCode =
        isBelow && (hasShapeOfCode(line) || sightCode(text) !== undefined) && addCode(search, place, text);
      if (!isFound && !isCode && ((isBelow && hasShapeOfCode(line)) || DATE_MARKS.test(text.text)))
        next.push(line);
    }
    if (hasDates(search) && hasCode(search)) break;
    lines = next.slice(0, MOST_REREAD);
  }
  return search;
}

function hasDates({ birth, expiry }: Search): boolean {
  return [birth, expiry].every((found) => found !== undefined && found.match.evidence >= FOUND);
}

function hasCode({ codes }: Search): boolean {
  return codes.some((found) => codeClearness(found.match) >= FOUND_CODE);
}

type Place = Pick<Found, 'region' | 'view'>;

/** Of the lines that may hold a date, the one with most evidence counts; one print is not both dates. */
function addDates(search: Search, place: Place, { text, steps }: SeenLine): boolean {
  if (!DATE_MARKS.test(text)) return false;
  const [birth, expiry] = [BIRTH, EXPIRY].map((grammar) => match(grammar, steps));
  const areOne = birth !== undefined && expiry !== undefined && Math.abs(birth.to - expiry.to) < SAME_PLACE;
  const isBirth = !areOne || birth.evidence > expiry.evidence;
  const isExpiry = !areOne || !isBirth;
  return [
    isBirth && keep(search, 'birth', place, birth),
    isExpiry && keep(search, 'expiry', place, expiry),
  ].includes(true);
}

/** @returns whether it is found */
function keep(search: Search, field: 'birth' | 'expiry', place: Place, seen: Match | undefined): boolean {
  if (seen === undefined || seen.evidence < Math.max(POSSIBLE, search[field]?.match.evidence ?? 0))
    return false;
  search[field] = { ...place, match: seen };
  return seen.evidence >= FOUND;
}

function addCode(search: Search, place: Place, line: SeenLine): boolean {
  const seen = match(CODE, line.steps);
  const clearness = seen === undefined ? 0 : codeClearness(seen);
  if (seen === undefined || seen.evidence < FOUND || clearness < POSSIBLE_CODE) return false;
  if (isUnevenNumber(line)) return false;
  // The same line from another view counts once, as it was clearest.
  const before = search.codes.find(({ region }) => region === place.region);
  if (before === undefined || codeClearness(before.match) < clearness)
    search.codes = [...search.codes.filter((one) => one !== before), { ...place, match: seen }];
  return clearness >= FOUND_CODE;
}

function hasShapeOfCode({ aspect }: TextLine): boolean {
  return aspect >= CODE_ASPECT.least && aspect <= CODE_ASPECT.most;
}

/** Shorter lines first, each kind from top to bottom. */
function inOrder(lines: readonly TextLine[]): TextLine[] {
  return [...lines.filter(({ aspect }) => aspect <= LONG), ...lines.filter(({ aspect }) => aspect > LONG)];
}

/** One view after the other of what was found, until all that is seen is sure. */
async function decideByViews(
  card: CardText,
  { birth, expiry, codes }: Search,
  today: CalendarDate,
): Promise<{ readonly fields: CardFields; readonly seen: Sightings }> {
  const likely = codes
    .toSorted((a, b) => codeClearness(b.match) - codeClearness(a.match))
    .slice(0, MOST_CODES);
  const readers = {
    birth: new FieldViews(card, birth, BIRTH_AGAIN, DATE_MARGIN),
    expiry: new FieldViews(card, expiry, EXPIRY_AGAIN, DATE_MARGIN),
    codes: likely.map((found) => new FieldViews(card, found, CODE, CODE_MARGIN)),
  };
  for (;;) {
    const seen = sightingsOf(readers, today);
    const fields = decideFields(seen, today);
    const open = [
      ...(fields.birth.certainty === 'sure' ? [] : [readers.birth, readers.expiry]),
      ...(fields.expiryYear.certainty === 'sure' ? [] : [readers.expiry]),
      ...(fields.securityCode.certainty === 'sure' ? [] : readers.codes),
    ];
    const next = [readers.birth, readers.expiry, ...readers.codes].filter(
      (one) => !one.isExhausted && (one.seen.length < LEAST_VIEWS || open.includes(one)),
    );
    if (next.length === 0) return { fields, seen };
    for (const one of next) await one.readNext();
  }
}

interface Readers {
  readonly birth: FieldViews;
  readonly expiry: FieldViews;
  readonly codes: readonly FieldViews[];
}

/** Of several places for the code the surest counts; another one does only when it would be sure by itself. */
function sightingsOf({ birth, expiry, codes }: Readers, today: CalendarDate): Sightings {
  const dates = { birth: birth.seen, expiry: expiry.seen };
  const decided = codes.map(
    ({ seen }) => decideFields({ ...dates, securityCode: seen, otherCodes: 0 }, today).securityCode,
  );
  const chosen = Math.max(
    0,
    decided.findIndex(({ certainty }) => certainty === 'sure'),
  );
  const value = (i: number): string | undefined => {
    const one = decided[i];
    return one?.certainty === 'sure' ? one.value : undefined;
  };
  const others = codes.filter((_, i) => i !== chosen && value(i) !== undefined && value(i) !== value(chosen));
  return { ...dates, securityCode: codes[chosen]?.seen ?? [], otherCodes: others.length };
}

/** The views of one field, read one by one. */
class FieldViews {
  readonly seen: Match[] = [];
  readonly #card: CardText;
  readonly #grammar: Grammar;
  readonly #part: CardRegion | undefined;
  readonly #left: View[] = [];

  constructor(card: CardText, found: Found | undefined, grammar: Grammar, margin: number) {
    this.#card = card;
    this.#grammar = grammar;
    if (found === undefined) return;
    this.seen.push(found.match);
    this.#part = partOf(found.region, found.match.from, found.match.to, margin);
    // One view alone is never sure.
    if (!card.hasBurntSpot(this.#part)) this.#left.push(...VIEWS.filter((view) => view !== found.view));
  }

  get isExhausted(): boolean {
    return this.#left.length === 0;
  }

  async readNext(): Promise<void> {
    const view = this.#left.shift();
    if (view === undefined || this.#part === undefined) return;
    const seen = match(this.#grammar, (await this.#card.read(this.#part, view)).steps);
    if (seen !== undefined) this.seen.push(seen);
  }
}
