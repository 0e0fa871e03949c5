import { describe, expect, it } from 'vitest';
import { runKaijo } from './support/run-kaijo.ts';

describe('a stranger watches a PIN being reset', () => {
  it.each(['auth', 'sign'])('the %s PIN, from the reservation to the proof on the card', async (pin) => {
    const { exitCode, stdout } = await runKaijo(['demo', '--pin', pin, '--json']);
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
});
