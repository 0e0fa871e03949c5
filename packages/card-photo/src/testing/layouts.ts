/** Where things stand on a drawn front, in millimetres from the card's top left; text by its baseline's left end. */
export interface Layout {
  readonly name: string;
  readonly font: string;
  readonly weight: number;
  readonly portrait: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
  readonly birth: TextPlace;
  readonly sex: TextPlace;
  readonly expiry: TextPlace;
  readonly code: TextPlace & { readonly label: 'beside' | 'above' | 'two-lines-beside' };
  readonly notes: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly signatureEnd: TextPlace;
  readonly donor: TextPlace;
  /** Month and day of one digit stand behind a blank: 「 5月 9日」. */
  readonly padded: boolean;
  readonly ground: readonly [string, string];
}

export interface TextPlace {
  readonly x: number;
  readonly y: number;
  /** Font size, millimetres. */
  readonly size: number;
}

const GOTHIC = 'Noto Sans CJK JP';
const MINCHO = 'Noto Serif CJK JP';

/**
 * Four ways to lay out what the front of the card publicly carries. None is a copy of the real artwork: the reader must
 * not depend on millimetres that were never measured on a real card.
 */
export const LAYOUTS: readonly Layout[] = [
  {
    name: 'two-rows-code-under-portrait',
    font: GOTHIC,
    weight: 500,
    portrait: { x: 4, y: 19, width: 20, height: 25.5 },
    birth: { x: 27, y: 23.5, size: 2.7 },
    sex: { x: 52, y: 23.5, size: 2.7 },
    expiry: { x: 27, y: 28.5, size: 2.7 },
    code: { x: 17.5, y: 50.2, size: 2.8, label: 'beside' },
    notes: { x: 27, y: 31, width: 55, height: 10 },
    signatureEnd: { x: 27, y: 45.2, size: 2 },
    donor: { x: 27, y: 49.2, size: 1.5 },
    padded: true,
    ground: ['#fbe3ea', '#e3f0e4'],
  },
  {
    name: 'one-row',
    font: GOTHIC,
    weight: 400,
    portrait: { x: 4.5, y: 21, width: 19, height: 24 },
    birth: { x: 26, y: 24, size: 2.4 },
    sex: { x: 46, y: 24, size: 2.4 },
    expiry: { x: 56.5, y: 24, size: 2.4 },
    code: { x: 8.5, y: 51.2, size: 2.6, label: 'above' },
    notes: { x: 26, y: 30, width: 56, height: 11 },
    signatureEnd: { x: 26, y: 45, size: 2 },
    donor: { x: 27, y: 48.8, size: 1.5 },
    padded: false,
    ground: ['#f8dfe8', '#f3f0da'],
  },
  {
    name: 'mincho-code-at-right',
    font: MINCHO,
    weight: 600,
    portrait: { x: 4, y: 18, width: 21, height: 27 },
    birth: { x: 28, y: 22, size: 2.7 },
    sex: { x: 56, y: 22, size: 2.7 },
    expiry: { x: 28, y: 26.6, size: 2.7 },
    code: { x: 74, y: 46, size: 2.7, label: 'beside' },
    notes: { x: 28, y: 29, width: 54, height: 13 },
    signatureEnd: { x: 28, y: 46, size: 1.9 },
    donor: { x: 27, y: 49.6, size: 1.5 },
    padded: true,
    ground: ['#fdeef2', '#e6e4f4'],
  },
  {
    name: 'bold-code-two-lines',
    font: GOTHIC,
    weight: 700,
    portrait: { x: 5, y: 20, width: 18.5, height: 23 },
    birth: { x: 26, y: 25, size: 2.6 },
    sex: { x: 50, y: 25, size: 2.6 },
    expiry: { x: 26, y: 44.5, size: 2.6 },
    code: { x: 15.5, y: 49.8, size: 3, label: 'two-lines-beside' },
    notes: { x: 26, y: 28, width: 56, height: 12 },
    signatureEnd: { x: 56, y: 44.5, size: 1.8 },
    donor: { x: 28, y: 49, size: 1.5 },
    padded: false,
    ground: ['#f9e0e0', '#e0eef3'],
  },
];
