import { describe, expect, it } from 'vitest';
import { runKaijo } from './support/run-kaijo.ts';

describe('a stranger watches what else may come', () => {
  it('R19: somebody else’s face is refused five times, and then the app is restricted', async () => {
    const { exitCode, stdout, stderr } = await runKaijo([
      'demo',
      '--pin',
      'sign',
      '--face',
      'taro',
      '--json',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ completed: false, problem: '/problems/app-restricted' });
    expect([...stderr.matchAll(/face-mismatch, tries left: (\d)/g)].map(([, left]) => left)).toEqual([
      '4',
      '3',
      '2',
      '1',
      '0',
    ]);
    expect(exitCode).toBe(1);
  });

  it('is told in plain text without colours when it is piped', async () => {
    const { stdout } = await runKaijo(['demo', '--pin', 'auth']);
    expect(stdout).toContain('The new PIN works: the card has proven it.');
    expect(stdout).not.toContain('\u001b[');
  });
});
