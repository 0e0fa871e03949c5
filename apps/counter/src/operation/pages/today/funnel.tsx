import { PROBLEM_TYPES, type ProblemType } from '@kaijo/contract';
import { useVoice } from '@kaijo/ui';
import type { ReactNode } from 'react';
import { Chart } from '../../parts/chart.tsx';
import { Table } from '../../parts/table.tsx';
import { useOperationTexts } from '../../texts/index.ts';
import { type Counts, countOf, STEPS, type Step } from './counts.ts';

const ORDER = Object.keys(STEPS) as Step[];

/** Where people drop out: step by step, for each PIN. */
export function Funnel({ counts }: { readonly counts: Counts }): ReactNode {
  const { texts } = useOperationTexts();
  const words = texts.today;
  const rows = ORDER.map((step) => ({
    step,
    sign: countOf(counts, STEPS[step], { pin: 'sign' }),
    auth: countOf(counts, STEPS[step], { pin: 'auth' }),
  }));
  const summary = words.funnelSummary({
    first: countOf(counts, STEPS.card),
    last: countOf(counts, STEPS.completed),
  });
  return (
    <section className="o-section">
      <h2 className="k-subheading">{words.funnel}</h2>
      <Chart
        kind="bars"
        summary={summary}
        labels={rows.map(({ step }) => words.steps[step])}
        series={[
          { name: texts.pins.sign, counts: rows.map(({ sign }) => sign) },
          { name: texts.pins.auth, counts: rows.map(({ auth }) => auth) },
        ]}
      />
      <Table
        caption={words.funnel}
        rows={rows}
        keyOf={({ step }) => step}
        columns={[
          { name: words.step, cell: ({ step }) => words.steps[step] },
          { name: texts.pins.sign, number: true, cell: ({ sign }) => sign },
          { name: texts.pins.auth, number: true, cell: ({ step, auth }) => (step === 'face' ? '–' : auth) },
        ]}
      />
      <p className="c-quiet">{words.faceSignOnly}</p>
    </section>
  );
}

const REASONS_SHOWN = 15;

/** Refusals by step and problem type, the most frequent first. */
export function Reasons({ counts }: { readonly counts: Counts }): ReactNode {
  const { texts } = useOperationTexts();
  const { problem: say } = useVoice();
  const words = texts.today;
  const sums = new Map<string, { event: string; problem: ProblemType; count: number }>();
  for (const { event, problem, count } of counts) {
    const type = PROBLEM_TYPES.find((one) => one === problem);
    if (type === undefined) continue;
    const key = `${event} ${type}`;
    sums.set(key, { event, problem: type, count: count + (sums.get(key)?.count ?? 0) });
  }
  const rows = [...sums.values()].sort((a, b) => b.count - a.count).slice(0, REASONS_SHOWN);
  return (
    <section className="o-section">
      <h2 className="k-subheading">{words.reasons}</h2>
      <Table
        caption={words.reasons}
        rows={rows}
        keyOf={({ event, problem }) => `${event} ${problem}`}
        columns={[
          { name: words.reason, cell: ({ problem }) => say(problem).happened },
          { name: words.code, cell: ({ problem }) => <code>{problem}</code> },
          { name: words.where, cell: ({ event }) => <code>{event}</code> },
          { name: texts.count, number: true, cell: ({ count }) => count },
        ]}
      />
    </section>
  );
}
