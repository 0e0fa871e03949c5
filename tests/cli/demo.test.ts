import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const KAIJO = fileURLToPath(new URL('../../packages/cli/bin/kaijo.js', import.meta.url));

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

function kaijo(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [KAIJO, ...args], { encoding: 'utf8' }, (error, stdout, stderr) => {
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

describe('a stranger watches a PIN being reset', () => {
  it.each(['auth', 'sign'])('the %s PIN, from the reservation to the proof on the card', async (pin) => {
    const { exitCode, stdout } = await kaijo('demo', '--pin', pin, '--json');
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ completed: true, serviceRoundTrips: 3 });
    const commandsAt = (place: string): number =>
      result.steps
        .filter(({ name }: { name: string }) => name.startsWith(place))
        .reduce((sum: number, { apdus }: { apdus: number }) => sum + apdus, 0);
    expect(commandsAt('phone')).toBeLessThanOrEqual(15);
    expect(commandsAt('kiosk')).toBeLessThanOrEqual(17);
    expect(exitCode).toBe(0);
  });

  it('R19: somebody else’s face is refused five times, and then the app is restricted', async () => {
    const { exitCode, stdout, stderr } = await kaijo('demo', '--pin', 'sign', '--face', 'taro', '--json');
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
    const { stdout } = await kaijo('demo', '--pin', 'auth');
    expect(stdout).toContain('The new PIN works: the card has proven it.');
    expect(stdout).not.toContain('\u001b[');
  });
});
