import { machine, markdownReport, type Report } from './report.ts';

const HEAD = [
  '# Performance',
  '',
  'Written by `npm run bench -- --write`, part by part. Medians, with the smallest and the largest in brackets. Absolute times on',
  'a shared machine mean little; ratios against something run beside it mean more.',
  '',
  '',
].join('\n');

/**
 * The page with these reports in it: each in the place of the section with its title, new ones at the end. What was not
 * measured now stays as it was, with its own date.
 */
export function withReports(page: string, reports: readonly Report[], now: Date): string {
  const sections = new Map(sectionsOf(page));
  for (const report of reports) sections.set(report.title, sectionOf(report, now));
  return HEAD + [...sections.values()].join('');
}

function sectionsOf(page: string): [title: string, section: string][] {
  return page
    .split(/^(?=## )/m)
    .slice(1)
    .map((section) => [section.slice(3, section.indexOf('\n')), section]);
}

function sectionOf(report: Report, now: Date): string {
  return `${markdownReport(report)}Measured on ${now.toISOString().slice(0, 10)}: ${machine()}.\n\n`;
}
