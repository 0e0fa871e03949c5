import { OPERATOR_ROUTES } from '@kaijo/contract';
import { answer, defineCommand, defineQuery, type Endpoint } from '../http/index.ts';
import { jstMidnight, readJapanDay } from '../opening/index.ts';
import { countAnswers, listTexts, type Period, removeText } from '../survey/index.ts';
import type { OperatorDependencies } from './dependencies.ts';

const TEXTS_LISTED = 100;
const DAY_MS = 86_400_000;

/** R37: what visitors of the guide said. */
export function surveyEndpoints({ db }: OperatorDependencies): readonly Endpoint[] {
  return [
    defineQuery(OPERATOR_ROUTES.countSurvey, async ({ query }) =>
      answer(200, { days: [...(await countAnswers(db, periodOf(query)))] }),
    ),
    defineQuery(OPERATOR_ROUTES.listSurveyTexts, async ({ query: { limit, before, ...days } }) => {
      const period = periodOf(days);
      const to = before === undefined ? period.to : new Date(before);
      const listed = limit === undefined ? TEXTS_LISTED : Number(limit);
      return answer(200, { texts: [...(await listTexts(db, { ...period, ...(to && { to }) }, listed))] });
    }),
    defineCommand(OPERATOR_ROUTES.removeSurveyText, {
      decide: async ({ tx, now, path: { id }, body: { staff } }) => {
        await removeText(tx, { id, staff, now });
        return answer(200, {});
      },
    }),
  ];
}

/** Both days inclusive. */
function periodOf({ from, to }: { readonly from?: string; readonly to?: string }): Period {
  const [first, last] = [from, to].map((day) => (day === undefined ? undefined : midnightOf(day)));
  return { ...(first && { from: first }), ...(last && { to: new Date(last.getTime() + DAY_MS) }) };
}

function midnightOf(day: string): Date | undefined {
  const known = readJapanDay(day);
  return known && jstMidnight(new Date(`${known}T00:00:00+09:00`));
}
