import type { Evaluation } from './evaluate.ts';

const WIDTH = 640;
const HEIGHT = 640;
const MARGIN = 72;
/** Rates with a line and a label; both axes run over them. */
const TICKS = [0.0001, 0.001, 0.01, 0.05, 0.1, 0.2, 0.4] as const;
const LOWEST = 0.00005;
const HIGHEST = 0.6;

/**
 * The detection error trade-off as SVG: FNMR over FMR, both on normal deviate scales (Martin et al. 1997,
 * ISO/IEC 19795-1). Rates below what the pairs can show lie on the frame.
 */
export function detCurveSvg(evaluation: Evaluation, title: string): string {
  const x = (rate: number) => MARGIN + share(rate) * (WIDTH - 2 * MARGIN);
  const y = (rate: number) => HEIGHT - MARGIN - share(rate) * (HEIGHT - 2 * MARGIN);
  const grid = TICKS.flatMap((rate) => [
    `<path d="M${fix(x(rate))} ${y(HIGHEST)}V${y(LOWEST)}M${x(LOWEST)} ${fix(y(rate))}H${x(HIGHEST)}" stroke="#ddd"/>`,
    `<text x="${fix(x(rate))}" y="${HEIGHT - MARGIN + 20}" text-anchor="middle">${percent(rate)}</text>`,
    `<text x="${MARGIN - 8}" y="${fix(y(rate) + 4)}" text-anchor="end">${percent(rate)}</text>`,
  ]);
  const points = evaluation.curve.map(({ fmr, fnmr }) => `${fix(x(fmr))},${fix(y(fnmr))}`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${WIDTH / 2}" y="32" text-anchor="middle" font-size="15">${escapeXml(title)}</text>`,
    `<text x="${WIDTH / 2}" y="50" text-anchor="middle">${evaluation.genuine} genuine, ${evaluation.impostor} impostor pairs, EER ${percent(evaluation.eer.rate)}</text>`,
    ...grid,
    `<rect x="${x(LOWEST)}" y="${y(HIGHEST)}" width="${x(HIGHEST) - x(LOWEST)}" height="${y(LOWEST) - y(HIGHEST)}" fill="none" stroke="#333"/>`,
    `<polyline points="${points.join(' ')}" fill="none" stroke="#0b5fc0" stroke-width="2"/>`,
    `<text x="${WIDTH / 2}" y="${HEIGHT - 24}" text-anchor="middle">False match rate</text>`,
    `<text transform="translate(20 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle">False non-match rate</text>`,
    '</svg>',
    '',
  ].join('\n');
}

/** Where a rate lies between the ends of an axis, 0 … 1. */
const share = (rate: number): number => {
  const clamped = Math.min(HIGHEST, Math.max(LOWEST, rate));
  return (normalDeviate(clamped) - normalDeviate(LOWEST)) / (normalDeviate(HIGHEST) - normalDeviate(LOWEST));
};

/** The normal distribution's quantile function, by bisection of its distribution function: exact enough to draw. */
function normalDeviate(p: number): number {
  let [low, high] = [-6, 6];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (normalDistribution(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Abramowitz and Stegun 26.2.17, error below 7.5e-8. */
function normalDistribution(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * poly;
  return x >= 0 ? 1 - tail : tail;
}

const fix = (value: number): string => value.toFixed(1);
const percent = (rate: number): string => `${Number((100 * rate).toPrecision(2))} %`;
const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
