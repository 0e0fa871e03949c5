import { describe, expect, it } from 'vitest';
import { formatsOf } from './formats.ts';
import { rememberLanguage, startLanguage } from './remembered-language.ts';
import { textsOf } from './texts.ts';

const source = { title: '解錠', tries: 'あと{count}回', group: { hello: '{name}さん' } } as const;

describe('texts', () => {
  it('are strings, and functions where something is filled in', () => {
    const texts = textsOf<typeof source>('ja', source);
    expect(texts.title).toBe('解錠');
    expect(texts.tries({ count: 1234 })).toBe('あと1,234回');
    expect(texts.group.hello({ name: '山田' })).toBe('山田さん');
  });

  it('take a group with a sentence called other for a group', () => {
    const camera = { camera: { none: 'カメラがありません', other: 'カメラを開けません' } } as const;
    expect(textsOf<typeof camera>('ja', camera).camera.none).toBe('カメラがありません');
  });

  it('follow the plural of the language', () => {
    const texts = textsOf<typeof source>('en', {
      title: 'Kaijo',
      tries: { by: 'count', one: '{count} try left', other: '{count} tries left' },
      group: { hello: 'Hello {name}' },
    });
    expect([0, 1, 2].map((count) => texts.tries({ count }))).toEqual([
      '0 tries left',
      '1 try left',
      '2 tries left',
    ]);
  });

  it('fill in values as they are, not as patterns', () => {
    const texts = textsOf<typeof source>('ja', source);
    expect(texts.group.hello({ name: '$& {count}' })).toBe('$& {count}さん');
  });
});

describe('times are those of Japan, near days in words', () => {
  const now = new Date('2026-11-24T14:30:00Z'); // 23:30 in Japan
  const soon = new Date('2026-11-24T15:04:00Z'); // 00:04 of the next day in Japan

  it.each([
    ['ja', '明日 0:04'],
    ['ja-easy', '明日 0:04'],
    ['en', 'tomorrow 00:04'],
    ['ko', '내일 00:04'],
    ['pt-BR', 'amanhã 0:04'],
  ] as const)('%s: %s', (language, wanted) => {
    expect(formatsOf(language).moment(soon, now)).toBe(wanted);
  });

  it('names the date of days further away', () => {
    expect(formatsOf('ja').moment(new Date('2026-11-28T06:04:00Z'), now)).toBe('11月28日(土) 15:04');
  });

  it('gives durations in their two largest parts, never negative', () => {
    const { duration } = formatsOf('en');
    expect(duration((2 * 60 + 5) * 60_000)).toBe('2 hours 5 minutes');
    expect(duration(60_000)).toBe('1 minute');
    expect(duration(59_999)).toBe('59 seconds');
    expect(duration(-1)).toBe('0 seconds');
    expect(formatsOf('ja').duration(125 * 60_000)).toBe('2時間5分');
  });

  it('gives distances one can walk by', () => {
    expect(formatsOf('en').distance(348)).toBe('350 m');
    expect(formatsOf('en').distance(1234)).toBe('1.2 km');
  });
});

describe('the choice of a language', () => {
  const shelf = () => {
    const kept = new Map<string, string>();
    return {
      kept,
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
  };

  it('is remembered, and nothing else is', () => {
    const store = shelf();
    expect(startLanguage(store, ['ko-KR'])).toBe('ko');
    rememberLanguage(store, 'vi');
    expect(startLanguage(store, ['ko-KR'])).toBe('vi');
    expect([...store.kept.values()]).toEqual(['vi']);
  });

  it('survives a browser without storage and a spoilt entry', () => {
    const forbidden = {
      getItem: () => {
        throw new Error('SecurityError');
      },
      setItem: () => {
        throw new Error('QuotaExceededError');
      },
    };
    expect(startLanguage(forbidden, ['en-US'])).toBe('en');
    expect(() => rememberLanguage(forbidden, 'en')).not.toThrow();
    expect(startLanguage(undefined, [])).toBe('ja');
    const spoilt = shelf();
    spoilt.setItem('kaijo-language', '<script>');
    expect(startLanguage(spoilt, ['en'])).toBe('en');
  });
});
