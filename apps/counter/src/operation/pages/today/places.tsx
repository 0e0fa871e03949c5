import type { ReactNode } from 'react';
import { Chart } from '../../parts/chart.tsx';
import { Table } from '../../parts/table.tsx';
import { useOperationTexts } from '../../texts/index.ts';
import { type Counts, countOf, STEPS } from './counts.ts';

interface Props {
  readonly heading: string;
  readonly counts: Counts;
  /** Names of chains by their ids. */
  readonly names?: Readonly<Record<string, string>>;
}

const BARS = 15;

/** Sessions and completions at kiosks by chain or by prefecture, the most first. */
export function ByPlace({ heading, counts, names = {} }: Props): ReactNode {
  const { texts } = useOperationTexts();
  const words = texts.today;
  const places = [...new Set(counts.flatMap(({ of }) => (of ? [of] : [])))];
  const rows = places
    .map((place) => ({
      place,
      name: names[place] ?? place,
      opened: countOf(counts, STEPS.opened, { of: place }),
      completed: countOf(counts, STEPS.completed, { of: place }),
    }))
    .filter(({ opened, completed }) => opened + completed > 0)
    .sort((a, b) => b.completed - a.completed || b.opened - a.opened);
  const drawn = rows.slice(0, BARS);
  return (
    <section className="o-section">
      <h2 className="k-subheading">{heading}</h2>
      {drawn.length > 0 && (
        <Chart
          kind="bars"
          summary={`${heading}: ${words.completedBy}`}
          labels={drawn.map(({ name }) => name)}
          series={[{ name: words.atKiosk, counts: drawn.map(({ completed }) => completed) }]}
        />
      )}
      <Table
        caption={`${heading}: ${words.completedBy}`}
        rows={rows}
        keyOf={({ place }) => place}
        columns={[
          { name: heading, cell: ({ name }) => <span lang="ja">{name}</span> },
          { name: words.steps.opened, number: true, cell: ({ opened }) => opened },
          { name: words.atKiosk, number: true, cell: ({ completed }) => completed },
        ]}
      />
    </section>
  );
}
