import type { SurveyCounts, SurveyText, Usefulness } from '@kaijo/contract';
import { appendAudit } from '../audit/index.ts';
import type { Connection, Transaction } from '../database/index.ts';
import { jstDay } from '../opening/index.ts';
import { writeCsv } from '../stores/index.ts';

export interface SurveyAnswer {
  readonly visit: string;
  readonly id: string;
  readonly at: Date;
  readonly usefulness: Usefulness;
  readonly language: string;
  /** Already masked. */
  readonly text: string;
}

/** @returns false when this visit has answered before: the first answer stands */
export async function keepAnswer(tx: Transaction, answer: SurveyAnswer): Promise<boolean> {
  const { visit, id, at, usefulness, language, text } = answer;
  const kept = await tx
    .insertInto('survey_answer')
    .values({ visit, id, answered_at: at, usefulness, language, text })
    .onConflict((conflict) => conflict.column('visit').doNothing())
    .returning('id')
    .executeTakeFirst();
  return kept !== undefined;
}

export async function hasAnswered(db: Connection, visit: string): Promise<boolean> {
  const row = await db.selectFrom('survey_answer').select('id').where('visit', '=', visit).executeTakeFirst();
  return row !== undefined;
}

/** Moments: from `from` until just before `to`. */
export interface Period {
  readonly from?: Date;
  readonly to?: Date;
}

/** By day of Japan. Counted in the program: a database has its own idea of a day. */
export async function countAnswers(db: Connection, period: Period): Promise<SurveyCounts['days']> {
  const answers = await selectAnswers(db, period)
    .select(['answered_at', 'usefulness'])
    .orderBy('answered_at')
    .execute();
  const days = new Map<string, { helpful: number; neither: number; notHelpful: number }>();
  for (const { answered_at, usefulness } of answers) {
    const day = jstDay(answered_at);
    const counts = days.get(day) ?? { helpful: 0, neither: 0, notHelpful: 0 };
    counts[usefulness === 'not-helpful' ? 'notHelpful' : usefulness] += 1;
    days.set(day, counts);
  }
  return [...days].map(([day, counts]) => ({ day, ...counts }));
}

/** The newest first. */
export async function listTexts(
  db: Connection,
  period: Period,
  limit: number,
): Promise<readonly SurveyText[]> {
  const rows = await selectAnswers(db, period)
    .selectAll()
    .where('text', '<>', '')
    .orderBy('answered_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id, answered_at, usefulness, language, text }) => ({
    id,
    at: answered_at.toISOString(),
    usefulness,
    language,
    text,
  }));
}

/** Takes a text back that should not have been sent. The answer counts on. @returns false when there is none */
export async function removeText(
  tx: Transaction,
  of: { readonly id: string; readonly staff: string; readonly now: Date },
): Promise<boolean> {
  const gone = await tx
    .updateTable('survey_answer')
    .set({ text: '' })
    .where('id', '=', of.id)
    .where('text', '<>', '')
    .returning('id')
    .executeTakeFirst();
  if (gone === undefined) return false;
  await appendAudit(tx, {
    at: of.now,
    kind: 'survey.text-removed',
    subjects: { staff: of.staff },
    data: { answer: of.id },
  });
  return true;
}

/** All answers as a file for a spreadsheet, the oldest first. */
export async function exportAnswers(db: Connection): Promise<string> {
  const rows = await selectAnswers(db, {}).selectAll().orderBy('answered_at').orderBy('id').execute();
  return writeCsv(
    ['id', 'answered_at', 'usefulness', 'language', 'text'],
    rows.map(({ id, answered_at, usefulness, language, text }) => [
      id,
      answered_at.toISOString(),
      usefulness,
      language,
      text,
    ]),
  );
}

function selectAnswers(db: Connection, { from, to }: Period) {
  const all = db.selectFrom('survey_answer');
  const after = from === undefined ? all : all.where('answered_at', '>=', from);
  return to === undefined ? after : after.where('answered_at', '<', to);
}
