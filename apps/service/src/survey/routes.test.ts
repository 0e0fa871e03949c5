import { createGuideClient, type SurveyAnswerRequest, SurveyOutcome } from '@kaijo/contract';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { transaction } from '../database/index.ts';
import { systemRandom } from '../random.ts';
import { openTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { listenForTest, type TestListener } from '../testing/test-listener.ts';
import { surveyEndpoints } from './routes.ts';
import { countAnswers, exportAnswers, listTexts, removeText } from './storage.ts';

const NOW = new Date('2026-03-01T23:59:59.999+09:00');
const clock = { at: NOW, now: () => clock.at };
const keys = {
  reference: async (kind: string, bytes: Uint8Array) => `${kind}-${Buffer.from(bytes).toString('hex')}`,
};

let database: TestDatabase;
let listener: TestListener;
beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  const endpoints = surveyEndpoints({ keys, random: systemRandom, clock });
  listener = await listenForTest({ name: 'public', endpoints, db, clock });
});
afterAll(async () => {
  await listener.close();
  await database.close();
});
beforeEach(async () => {
  clock.at = NOW;
  await database.clear();
});

async function send(answer: Partial<SurveyAnswerRequest>) {
  const outcome = await createGuideClient({ baseUrl: listener.url, fetch }).answerSurvey({
    usefulness: 'helpful',
    language: 'ja',
    masked: false,
    ...answer,
  });
  if (outcome.kind !== 'ok') throw new Error(JSON.stringify(outcome));
  expect(Value.Check(SurveyOutcome, outcome.body)).toBe(true);
  return outcome.body;
}
const kept = () => database.db.selectFrom('survey_answer').selectAll().execute();

describe('R37: was this page helpful?', () => {
  it('keeps the answer with its text and nothing about who gave it', async () => {
    expect((await send({ text: ' 分かりやすい\r\nです ' })).outcome).toBe('kept');
    const [row] = await kept();
    expect(row).toMatchObject({ usefulness: 'helpful', language: 'ja', text: '分かりやすい\nです' });
    expect(Object.keys(row ?? {}).toSorted()).toEqual([
      'answered_at',
      'id',
      'language',
      'text',
      'usefulness',
      'visit',
    ]);
  });

  it('takes one answer per visit: the first stands', async () => {
    const { visit = '' } = await send({});
    expect(await send({ visit, usefulness: 'not-helpful' })).toMatchObject({ outcome: 'answered-before' });
    expect(await kept()).toMatchObject([{ usefulness: 'helpful' }]);
  });

  it('a visit that is over or forged is a new one', async () => {
    const { visit = '' } = await send({});
    const forged = visit.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
    expect((await send({ visit: forged })).outcome).toBe('kept');
    clock.at = new Date(NOW.getTime() + 6 * 3_600_000);
    expect((await send({ visit })).outcome).toBe('kept');
    expect(await kept()).toHaveLength(3);
  });

  it('shows what looks like personal data and keeps nothing until the visitor agrees to the masks', async () => {
    const text = '花子です。1234-5678-9012、090-1234-5678';
    const first = await send({ text });
    expect(first).toMatchObject({
      outcome: 'personal-data',
      found: ['number', 'phone'],
      maskedText: '花子です。［番号］、［電話番号］',
    });
    expect(await kept()).toEqual([]);
    const again = { text, masked: true, ...(first.visit && { visit: first.visit }) };
    expect((await send(again)).outcome).toBe('kept');
    expect(JSON.stringify(await kept())).not.toMatch(/5678/);
    expect(await kept()).toMatchObject([{ text: first.maskedText }]);
  });

  it('keeps no trace of the number in any table, not even in the record of the answered call', async () => {
    await send({ text: '私の番号は987654321098です', masked: true });
    for (const { name } of await database.db.introspection.getTables()) {
      const rows = await database.db
        .selectFrom(name as 'survey_answer')
        .selectAll()
        .execute();
      const bytes = rows
        .flatMap((row) => Object.values(row))
        .map((value) =>
          value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : JSON.stringify(value),
        );
      expect(bytes.join(' ')).not.toContain('987654321098');
    }
  });

  it('1,001 characters are too many, 1,000 families are not', async () => {
    expect(await send({ text: 'あ'.repeat(1_001) })).toMatchObject({
      outcome: 'too-long',
      characters: 1_001,
    });
    expect(await kept()).toEqual([]);
    expect((await send({ text: '👍🏽'.repeat(1_000) })).outcome).toBe('kept');
  });

  it.each([
    '<script>alert(1)</script>"\'&',
    'مرحبا\u202eabc',
    '👨‍👩‍👧‍👦🇯🇵',
    "'); drop table survey_answer; --",
    '=1+1',
  ])('%j is kept as it was written', async (text) => {
    expect((await send({ text })).outcome).toBe('kept');
    expect(await kept()).toMatchObject([{ text }]);
  });

  it.each([
    { usefulness: 'very' },
    { language: '<b>' },
    { text: 'x'.repeat(16_001) },
    { more: 1 },
  ])('refuses what the contract does not know: %#', async (wrong) => {
    await expect(send(wrong as never)).rejects.toThrow('invalid-request');
  });
});

describe('R37: results for the office', () => {
  it('counts by day of Japan, lists the newest texts first, and takes a text back', async () => {
    const { db } = database;
    await send({ usefulness: 'helpful' });
    await send({ usefulness: 'neither', text: '一' });
    clock.at = new Date('2026-03-02T00:00:00+09:00');
    await send({ usefulness: 'not-helpful', text: '二' });
    expect(await countAnswers(db, {})).toEqual([
      { day: '2026-03-01', helpful: 1, neither: 1, notHelpful: 0 },
      { day: '2026-03-02', helpful: 0, neither: 0, notHelpful: 1 },
    ]);
    expect(await countAnswers(db, { from: clock.at })).toHaveLength(1);
    const texts = await listTexts(db, {}, 10);
    expect(texts.map(({ text }) => text)).toEqual(['二', '一']);
    const of = { id: texts[0]?.id ?? '', staff: 'mio', now: clock.at };
    expect(await transaction(db, (tx) => removeText(tx, of))).toBe(true);
    expect(await transaction(db, (tx) => removeText(tx, of))).toBe(false);
    expect((await listTexts(db, {}, 10)).map(({ text }) => text)).toEqual(['一']);
    expect(await countAnswers(db, {})).toHaveLength(2);
    const audit = await db.selectFrom('audit_entry').select('kind').execute();
    expect(audit).toEqual([{ kind: 'survey.text-removed' }]);
  });

  it('a formula in a text is harmless in the file', async () => {
    await send({ text: '=HYPERLINK("http://evil.example","click")' });
    expect(await exportAnswers(database.db)).toContain(`"'=HYPERLINK(""http://evil.example"",""click"")"`);
  });
});
