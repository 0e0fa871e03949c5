import { type ReactNode, useEffect, useState } from 'react';
import { Choice } from '../parts/form.tsx';
import { midnightBefore } from '../parts/japan-time.ts';
import { OFFICE_ROUTES, TroubleNotice, useAnswer, useServiceClock } from '../parts/service.tsx';
import { useOperationTexts } from '../texts/index.ts';
import { Figures, OverTime } from './today/figures.tsx';
import { Funnel, Reasons } from './today/funnel.tsx';
import { ByPlace } from './today/places.tsx';

type Span = 'today' | 'week' | 'month';
const DAYS: Readonly<Record<Span, number>> = { today: 1, week: 7, month: 30 };
const AGAIN_MS = 60_000;

/** How the service is used: reservations, completions, drop-outs, kiosks that are silent, by chain and prefecture. */
export function TodayPage(): ReactNode {
  const { texts } = useOperationTexts();
  const words = texts.today;
  const [span, setSpan] = useState<Span>('today');
  // Whole days of Japan: for them the counts have been added up beforehand.
  const now = useMinutes();
  const period = {
    from: midnightBefore(now, DAYS[span] - 1).toISOString(),
    to: midnightBefore(now, -1).toISOString(),
  };
  const ask = (by?: string) => ({ query: { ...period, ...(by && { by }) } });
  const all = useAnswer(OFFICE_ROUTES.showStatistics, ask());
  const unit = span === 'today' ? 'hour' : 'day';
  const overTime = useAnswer(OFFICE_ROUTES.showStatistics, ask(unit));
  const chains = useAnswer(OFFICE_ROUTES.showStatistics, ask('chain'));
  const prefectures = useAnswer(OFFICE_ROUTES.showStatistics, ask('prefecture'));
  const kiosks = useAnswer(OFFICE_ROUTES.listKiosks, { query: { limit: '1' } });
  const { body: known } = useAnswer(OFFICE_ROUTES.listChains);
  const names = Object.fromEntries((known?.chains ?? []).map(({ id, name }) => [id, name]));
  const answers = [all, overTime, chains, prefectures, kiosks];
  const reload = () => Promise.all(answers.map((one) => one.reload()));
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each minute, and not with each answer
  useEffect(() => void reload(), [now]);
  return (
    <>
      <Choice label={words.period} value={span} among={words.periods} onChoose={setSpan} />
      <p>{words.rounded}</p>
      <TroubleNotice of={answers.find(({ trouble }) => trouble)?.trouble} />
      {all.body && <Figures of={all.body} silent={kiosks.body?.counts.silent} />}
      {overTime.body && (
        <OverTime unit={unit} counts={overTime.body.counts} from={new Date(period.from)} to={now} />
      )}
      {all.body && <Funnel counts={all.body.counts} />}
      {all.body && <Reasons counts={all.body.counts} />}
      {chains.body && <ByPlace heading={words.chains} counts={chains.body.counts} names={names} />}
      {prefectures.body && <ByPlace heading={words.prefectures} counts={prefectures.body.counts} />}
    </>
  );
}

/** This moment, a new one each minute. */
function useMinutes(): Date {
  const clock = useServiceClock();
  const [now, setNow] = useState(clock);
  useEffect(() => {
    const timer = setInterval(() => setNow(clock()), AGAIN_MS);
    return () => clearInterval(timer);
  }, [clock]);
  return now;
}
