import type { Usefulness } from '@kaijo/contract';
import type { Migration } from 'kysely';
import type { Fixed } from '../database/index.ts';

export interface SurveyTables {
  survey_answer: SurveyAnswerTable;
}

export interface SurveyAnswerTable {
  /** The visit's: one answer each. */
  visit: Fixed<string>;
  id: Fixed<string>;
  answered_at: Fixed<Date>;
  usefulness: Fixed<Usefulness>;
  /** Of the page (BCP 47). */
  language: Fixed<string>;
  /** As it may be kept (R37). */
  text: string;
}

export const createSurveyTables: Migration = {
  async up(db) {
    await db.schema
      .createTable('survey_answer')
      .addColumn('visit', 'text', (column) => column.primaryKey())
      .addColumn('id', 'uuid', (column) => column.notNull().unique())
      .addColumn('answered_at', 'timestamptz(3)', (column) => column.notNull())
      .addColumn('usefulness', 'text', (column) => column.notNull())
      .addColumn('language', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('survey_answer_time').on('survey_answer').column('answered_at').execute();
  },
};
