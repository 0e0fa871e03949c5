import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { portraitPath, readPortrait, selfiePath } from './files.ts';
import { persona, personaNames, printedBirthDateText, printedExpiryText, selfieFrames } from './index.ts';

/** The calendar that ICU knows is the judge of the era years written down by hand. */
function eraText(date: string): string {
  return new Intl.DateTimeFormat('ja-JP-u-ca-japanese', {
    era: 'long',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${date}T00:00:00Z`));
}

describe('personas', () => {
  it('are found by name, and an unknown name says which there are', () => {
    expect(persona('hanako').name).toBe('鍵野 花子');
    expect(() => persona('toString')).toThrow(/there are hanako, taro/);
  });

  it.each(personaNames)('%s has a portrait and every selfie frame', (name) => {
    expect(existsSync(portraitPath(name))).toBe(true);
    for (const frame of selfieFrames) expect(existsSync(selfiePath(name, frame)), frame).toBe(true);
  });

  it.each(personaNames)('%s has a card that prints the birth date that the holder has', (name) => {
    const { birthDate, printedBirthDate } = persona(name);
    const [year, month, day] = birthDate.split('-').map(Number);
    const expected = printedBirthDate.calendar === 'era' ? eraText(birthDate) : `${year}年${month}月${day}日`;
    expect(printedBirthDateText(printedBirthDate)).toBe(expected);
  });

  it.each(
    personaNames,
  )('%s has a four-digit security code and a card that is not older than ten years', (name) => {
    const { securityCode, cardExpiry } = persona(name);
    expect(securityCode).toMatch(/^\d{4}$/);
    expect(printedExpiryText(cardExpiry)).toMatch(/^20[23]\d年(\d|1[0-2])月[123]?\d日まで有効$/);
  });

  it('include a card with a western year and one without a signature certificate (R41)', () => {
    const all = personaNames.map(persona);
    expect(all.filter((p) => p.printedBirthDate.calendar === 'western').map((p) => p.id)).toEqual(['aoi']);
    expect(all.filter((p) => !p.hasSignatureCertificate).map((p) => p.id)).toEqual(['sachiko']);
  });

  it('differ in everything that tells two cards apart', () => {
    for (const field of ['name', 'address', 'birthDate', 'securityCode'] as const)
      expect(new Set(personaNames.map((name) => persona(name)[field])).size).toBe(personaNames.length);
  });

  it('read their pictures as JPEG', async () => {
    expect([...(await readPortrait('kiku')).subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
  });
});
