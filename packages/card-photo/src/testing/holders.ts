import { type PersonaName, type PrintedBirthDate, personaNames, personas } from '@kaijo/personas';
import type { Random } from './random.ts';

/** Who a drawn card belongs to. Names and places are invented, the faces are the personas'. */
export interface DrawnHolder {
  readonly face: PersonaName;
  readonly name: string;
  readonly address: string;
  readonly sex: string;
  readonly birth: PrintedBirthDate;
  readonly expiry: { readonly year: number; readonly month: number; readonly day: number };
  readonly securityCode: string;
}

const FAMILY = ['鍵野', '錠前', '合鍵', '閂', '戸締', '古鍵', '錠', '開門', '鍵山', '門脇', '暗証', '解錠'];
const GIVEN = [
  '花子',
  '太郎',
  '美咲',
  '健司',
  '結衣',
  'キク',
  '幸子',
  '三郎',
  '一二三',
  '五十鈴',
  '真',
  '悠斗',
];
const LATIN = ['LOCKWOOD AOI MARIE', 'KEYES DANIEL', 'PORTA LUCIA', 'NGUYEN VAN KHOA', 'SLOT ANNA'];
const TOWNS = [
  '東京都解錠区鍵が丘',
  '神奈川県錠野市暗証町',
  '大阪府鍵山市北合鍵',
  '福岡県鍵崎市開門町',
  '長野県上錠郡古鍵村大字閂',
];
const HOUSES = ['', ' 鍵が丘ハイツ405号室', ' レジデンス開門1102', ' コーポ栄鍵201'];

/** Era years that a living holder of 15 to 105 can have in 2026, and the western year of the year before the era's first. */
const ERAS = [
  { era: 'taisho', from: 10, to: 15, offset: 1911, below: 0.03 },
  { era: 'showa', from: 1, to: 64, offset: 1925, below: 0.53 },
  { era: 'heisei', from: 1, to: 23, offset: 1988, below: 1 },
] as const;

/** One in six lives here with a foreign passport: western year, Latin name, and an expiry that need not be a birthday. */
export function randomHolder(random: Random): DrawnHolder {
  const face = random.pick(personaNames);
  const securityCode = Array.from({ length: 4 }, () => random.whole(0, 9)).join('');
  const address = `${random.pick(TOWNS)}${random.whole(1, 9)}番${random.whole(1, 40)}号${random.pick(HOUSES)}`;
  const common = { face, address, securityCode, sex: personas[face].sex === 'male' ? '男' : '女' };
  const expiryYear = random.whole(2026, 2036);
  if (random.chance(1 / 6)) {
    const birth = {
      calendar: 'western',
      year: random.whole(1935, 2010),
      month: random.whole(1, 12),
      day: random.whole(1, 28),
    } as const;
    const ownDay = random.chance(0.5);
    return {
      ...common,
      name: random.pick(LATIN),
      birth,
      expiry: {
        year: expiryYear,
        month: ownDay ? birth.month : random.whole(1, 12),
        day: ownDay ? birth.day : random.whole(1, 28),
      },
    };
  }
  const birth = randomEraDate(random);
  return {
    ...common,
    name: `${random.pick(FAMILY)} ${random.pick(GIVEN)}`,
    birth,
    expiry: { year: expiryYear, month: birth.month, day: birth.day },
  };
}

function randomEraDate(random: Random): Extract<PrintedBirthDate, { calendar: 'era' }> {
  for (;;) {
    const drawn = random.unit();
    const era = ERAS.find(({ below }) => drawn < below) ?? ERAS[2];
    const year = random.whole(era.from, era.to);
    const month = random.whole(1, 12);
    const day = random.whole(1, new Date(Date.UTC(era.offset + year, month, 0)).getUTCDate());
    const text = `${era.offset + year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
    const inEra =
      era.era === 'taisho'
        ? text <= '1926-12-25'
        : era.era === 'showa'
          ? text >= '1926-12-25' && text <= '1989-01-07'
          : text >= '1989-01-08';
    // 29 February has no birthday in the year the card ends.
    if (inEra && !(month === 2 && day === 29)) return { calendar: 'era', era: era.era, year, month, day };
  }
}

export function personaHolder(name: PersonaName): DrawnHolder {
  const { name: written, address, sex, printedBirthDate, cardExpiry, securityCode } = personas[name];
  const [year, month, day] = cardExpiry.split('-').map(Number) as [number, number, number];
  return {
    face: name,
    name: written,
    address,
    sex: sex === 'male' ? '男' : '女',
    birth: printedBirthDate,
    expiry: { year, month, day },
    securityCode,
  };
}

/** The 14 digits of this holder's card (card.md). */
export function digitsOf({ birth, expiry, securityCode }: DrawnHolder): string {
  const two = (value: number): string => String(value % 100).padStart(2, '0');
  return `${two(birth.year)}${two(birth.month)}${two(birth.day)}${expiry.year}${securityCode}`;
}
