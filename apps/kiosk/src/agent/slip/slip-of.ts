import type { Receipt, TargetPin } from '@kaijo/contract';
import type { Fault, KioskLanguage, Slip } from '../../local-api/index.ts';
import { SLIP_TEXTS, type SlipTexts } from './slip-texts.ts';

export interface SlipPlace {
  readonly language: KioskLanguage;
  readonly store: string | undefined;
  /** The service's time. */
  readonly now: Date;
}

/** Pieces of a receipt's id: enough for a support call, no link to a person. */
const CODE_LENGTH = 8;

/** What was done, when and where (screens.md, Kiosk 6). Never a PIN, name or number. */
export function slipOfReceipt({ receipt, targetPin, completedAt }: Receipt, place: SlipPlace): Slip {
  const texts = SLIP_TEXTS[place.language];
  return {
    title: texts.done.title,
    summary: texts.done.summary,
    rows: rowsOf(texts, { ...place, targetPin, at: new Date(completedAt) }),
    next: [...texts.done.next],
    code: receipt.slice(0, CODE_LENGTH),
  };
}

/** How the card stands and the way on (R33, R40). */
export function slipOfFault(fault: Fault, place: SlipPlace): Slip {
  const texts = SLIP_TEXTS[place.language];
  return {
    title: texts.notDone.title,
    summary: texts.card[fault.card],
    rows: rowsOf(texts, {
      ...place,
      at: place.now,
      targetPin: fault.targetPin,
      until: fault.reservedUntil,
    }),
    next: fault.waysOn.map((way) => texts.ways[way]),
    code: fault.code,
  };
}

function rowsOf(
  { labels, pins, locale }: SlipTexts,
  of: {
    readonly targetPin: TargetPin | undefined;
    readonly at: Date;
    readonly store: string | undefined;
    readonly until?: string | undefined;
  },
): Slip['rows'] {
  const time = new Intl.DateTimeFormat(locale, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Asia/Tokyo',
  });
  return [
    ...(of.targetPin === undefined ? [] : [{ label: labels.what, value: pins[of.targetPin] }]),
    { label: labels.when, value: time.format(of.at) },
    ...(of.store === undefined ? [] : [{ label: labels.where, value: of.store }]),
    ...(of.until === undefined ? [] : [{ label: labels.until, value: time.format(new Date(of.until)) }]),
  ];
}
