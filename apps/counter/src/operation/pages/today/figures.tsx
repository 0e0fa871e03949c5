import type { StatisticsAnswer } from '@kaijo/contract';
import type { ReactNode } from 'react';
import { Chart } from '../../parts/chart.tsx';
import { day } from '../../parts/japan-time.ts';
import { Table } from '../../parts/table.tsx';
import { useOperationTexts } from '../../texts/index.ts';
import { AT_COUNTER, type Counts, countOf, STEPS } from './counts.ts';

interface FiguresProps {
  readonly of: StatisticsAnswer;
  readonly silent: number | undefined;
}

export function Figures({ of: { counts, faceFailurePercent }, silent }: FiguresProps): ReactNode {
  const { texts } = useOperationTexts();
  const words = texts.today;
  const numbers = new Intl.NumberFormat();
  return (
    <section aria-label={words.figures}>
      <dl className="o-figures">
        <Figure name={words.reserved}>{numbers.format(countOf(counts, STEPS.reserved))}</Figure>
        <Figure name={words.atKiosk}>{numbers.format(countOf(counts, STEPS.completed))}</Figure>
        <Figure name={words.atCounter}>{numbers.format(countOf(counts, AT_COUNTER))}</Figure>
        <Figure name={words.faceFailure}>
          {faceFailurePercent === undefined ? (
            <span className="c-quiet o-small">{words.tooFew}</span>
          ) : (
            words.percent({ percent: faceFailurePercent })
          )}
        </Figure>
        {silent !== undefined && (
          <Figure name={words.silent}>
            {numbers.format(silent)}{' '}
            {silent > 0 && (
              <a className="o-small" href="#kiosks">
                {words.silentLink}
              </a>
            )}
          </Figure>
        )}
      </dl>
    </section>
  );
}

function Figure({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface OverTimeProps {
  readonly unit: 'hour' | 'day';
  readonly counts: Counts;
  readonly from: Date;
  readonly to: Date;
}

const HOUR_MS = 3_600_000;

/** Every hour or day of the period, those in which nothing happened as well. */
export function OverTime({ unit, counts, from, to }: OverTimeProps): ReactNode {
  const { texts } = useOperationTexts();
  const words = texts.today;
  const rows = stepsOf(unit, from, to).map((one) => ({
    label: one.label,
    reserved: countOf(counts, STEPS.reserved, { of: one.of }),
    completed: countOf(counts, STEPS.completed, { of: one.of }),
  }));
  const total = {
    reserved: countOf(counts, STEPS.reserved),
    completed: countOf(counts, STEPS.completed),
  };
  return (
    <section className="o-section">
      <h2 className="k-subheading">{words.overTime}</h2>
      <Chart
        kind="lines"
        summary={words.overTimeSummary(total)}
        labels={rows.map(({ label }) => label)}
        series={[
          { name: words.reserved, counts: rows.map(({ reserved }) => reserved) },
          { name: words.atKiosk, counts: rows.map(({ completed }) => completed) },
        ]}
      />
      <details>
        <summary>{texts.asTable}</summary>
        <Table
          caption={words.overTime}
          rows={rows}
          keyOf={({ label }) => label}
          columns={[
            { name: words[unit], cell: ({ label }) => label },
            { name: words.reserved, number: true, cell: ({ reserved }) => reserved },
            { name: words.atKiosk, number: true, cell: ({ completed }) => completed },
          ]}
        />
      </details>
    </section>
  );
}

function stepsOf(
  unit: 'hour' | 'day',
  from: Date,
  to: Date,
): { readonly of: string; readonly label: string }[] {
  const step = unit === 'hour' ? HOUR_MS : 24 * HOUR_MS;
  const steps = [];
  for (let at = from.getTime(); at <= to.getTime(); at += step) {
    const date = new Date(at);
    if (unit === 'day') steps.push({ of: day(date), label: day(date).slice(5) });
    else steps.push({ of: date.toISOString(), label: `${(date.getUTCHours() + 9) % 24}:00` });
  }
  return steps;
}
