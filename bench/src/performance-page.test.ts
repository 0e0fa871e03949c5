import { expect, it } from 'vitest';
import { withReports } from './performance-page.ts';

const NOW = new Date('2026-11-25T12:00:00Z');
const report = (title: string, value: string) => ({
  title,
  figures: [{ what: 'it', value }],
  notes: ['Alone.'],
});

it('a part that is measured again replaces its section; the others stay where and as they are', () => {
  const first = withReports('', [report('One', '1 ms'), report('Two', '2 ms')], NOW);
  const second = withReports(first, [report('One', '9 ms')], NOW);
  expect(second).toBe(first.replace('1 ms', '9 ms'));
});

it('a new part comes at the end', () => {
  const first = withReports('', [report('One', '1 ms')], NOW);
  const titles = withReports(first, [report('Two', '2 ms')], NOW).match(/^## .*$/gm);
  expect(titles).toEqual(['## One', '## Two']);
});
