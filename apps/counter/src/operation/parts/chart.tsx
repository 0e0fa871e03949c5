import {
  BarController,
  BarElement,
  CategoryScale,
  type ChartConfiguration,
  Chart as ChartJs,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js';
import { type ReactNode, useEffect, useRef, useState } from 'react';

ChartJs.register(
  BarController,
  BarElement,
  CategoryScale,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

export interface Series {
  readonly name: string;
  readonly counts: readonly number[];
}

interface Props {
  readonly kind: 'lines' | 'bars' | 'stacked';
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  /** What the picture says, in a sentence. The numbers themselves stand in a table beside it. */
  readonly summary: string;
}

/** Beside colour, lines differ by dash and mark, bars by place: nothing is said by colour alone (WCAG 1.4.1). */
const DASHES = [[], [8, 4], [2, 3]];
const MARKS = ['circle', 'rectRot', 'triangle'] as const;
const BAR_HEIGHT = 36;
const AXIS_HEIGHT = 96;

export function Chart({ kind, labels, series, summary }: Props): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const data = JSON.stringify({ labels, series });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a canvas does not follow the theme by itself
  useEffect(() => {
    if (canvas.current === null) return;
    const chart = new ChartJs(canvas.current, configurationOf(kind, JSON.parse(data)));
    return () => chart.destroy();
  }, [kind, data, theme]);
  const height =
    kind === 'bars' ? labels.length * BAR_HEIGHT * Math.max(1, series.length / 2) + AXIS_HEIGHT : 320;
  return (
    <div className="o-chart" ref={(box) => box?.style.setProperty('height', `${height}px`)}>
      <canvas ref={canvas} role="img" aria-label={summary} />
    </div>
  );
}

function configurationOf(
  kind: Props['kind'],
  { labels, series }: { readonly labels: string[]; readonly series: Series[] },
): ChartConfiguration<'bar' | 'line', number[], string> {
  const style = getComputedStyle(document.documentElement);
  const role = (name: string): string => style.getPropertyValue(name).trim();
  const colours = ['--k-action', '--k-success', '--k-error'].map(role);
  const text = role('--k-text');
  const line = role('--k-line');
  ChartJs.defaults.font.family = getComputedStyle(document.body).fontFamily;
  ChartJs.defaults.font.size = 14;
  ChartJs.defaults.color = text;
  const scale = { ticks: { color: text, precision: 0 }, grid: { color: line }, beginAtZero: true };
  const isStacked = kind === 'stacked';
  return {
    type: kind === 'lines' ? 'line' : 'bar',
    data: {
      labels,
      datasets: series.map(({ name, counts }, index) => ({
        label: name,
        data: [...counts],
        borderColor: colours[index % colours.length] ?? text,
        backgroundColor: colours[index % colours.length] ?? text,
        borderDash: DASHES[index % DASHES.length] ?? [],
        pointStyle: MARKS[index % MARKS.length] ?? 'circle',
        pointRadius: 4,
        borderWidth: 2,
      })),
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      indexAxis: kind === 'bars' ? 'y' : 'x',
      interaction: { mode: 'index', intersect: false, axis: kind === 'bars' ? 'y' : 'x' },
      plugins: {
        legend: { display: series.length > 1, position: 'top', labels: { usePointStyle: kind === 'lines' } },
      },
      scales: {
        x: { ...scale, stacked: isStacked },
        y: { ...scale, stacked: isStacked, ticks: { ...scale.ticks, autoSkip: kind !== 'bars' } },
      },
    },
  };
}

const THEMES = ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)'];

/** Changes with each change of the system’s colours. */
function useTheme(): number {
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    const queries = THEMES.map((query) => window.matchMedia(query));
    const change = () => setChanges((before) => before + 1);
    for (const query of queries) query.addEventListener('change', change);
    return () => {
      for (const query of queries) query.removeEventListener('change', change);
    };
  }, []);
  return changes;
}
