import { expect, it } from 'vitest';
import { readAs } from '../testing/read-as.ts';
import { holdsIndividualNumber, sightCode } from './security-code.ts';

it.each(['1234', '0917', '七丰工リ子亻コ一ド8405'])('a security code ends its line: %s', (printed) => {
  expect(sightCode(readAs(printed))).toBe(printed.slice(-4));
});

it.each(['123', '1234番地', '123a', '2029年', ''])('is not seen in %j', (printed) => {
  expect(sightCode(readAs(printed))).toBeUndefined();
});

it('digits that are not evenly apart are not one number', () => {
  const { text, characters } = readAs('1234');
  const spread = characters.map((one, i) => (i < 2 ? one : { ...one, at: one.at + 2 }));
  expect(sightCode({ text, characters: spread })).toBeUndefined();
});

it.each([
  '123456789012',
  '1234 5678 9012',
  '個人番号1234-5678-9012',
])('knows an individual number, however it is grouped: %s (R38)', (printed) => {
  expect(holdsIndividualNumber(readAs(printed))).toBe(true);
});

it.each([
  '平成15年12月21日生性別女2035年12月21日まで有効',
  '1番2号405号室',
  '12345678901',
])('a front holds none: %s', (printed) => {
  expect(holdsIndividualNumber(readAs(printed))).toBe(false);
});
