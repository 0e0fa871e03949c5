import { createPhoneClient } from '@kaijo/contract';
import { describe, expect, it } from 'vitest';
import { askAgain } from './asking-again.ts';
import { type ScriptedAnswer, ScriptedService } from './test-support/scripted-service.ts';

const ANSWER = { status: 201, body: { session: 's' } } as const;

async function ask(...answers: readonly ScriptedAnswer[]) {
  const service = new ScriptedService(...answers);
  const phone = createPhoneClient({ baseUrl: 'http://service', fetch: service.fetch });
  const waits: number[] = [];
  const patience = {
    attempts: 3,
    firstWait: 300,
    sleep: async (milliseconds: number) => {
      waits.push(milliseconds);
    },
  };
  const body = { targetPin: 'auth', appInstance: '6a2f0c1e-8d11-4f0e-9a57-3b0c1a5e6a3b' } as const;
  const outcome = await askAgain(patience, (idempotencyKey) => phone.createSession(body, { idempotencyKey }));
  return { outcome, waits, heard: service.heard };
}

describe('what was lost is asked for again', () => {
  it('under the same key and with the same body, and after a longer wait each time', async () => {
    const { outcome, waits, heard } = await ask('lost', 'lost', ANSWER);
    expect(outcome).toMatchObject({ kind: 'ok', body: ANSWER.body });
    expect(waits).toEqual([300, 600]);
    expect(heard[0]?.key).toMatch(/^[0-9a-f-]{36}$/);
    expect(heard[1]).toEqual(heard[0]);
    expect(heard[2]).toEqual(heard[0]);
  });

  it('until patience ends', async () => {
    const { outcome, heard } = await ask('lost', 'lost', 'lost', ANSWER);
    expect(outcome).toEqual({ kind: 'unreachable' });
    expect(heard).toHaveLength(3);
  });

  it.each([
    'service-fault',
    'too-many-requests',
  ] as const)('and %s too: nothing was decided', async (problem) => {
    expect((await ask({ problem }, ANSWER)).outcome.kind).toBe('ok');
  });

  it('not before the time that the service names', async () => {
    const { waits } = await ask({ problem: 'too-many-requests', retryAfter: 4 }, 'lost', ANSWER);
    expect(waits).toEqual([4_000, 600]);
  });

  it.each([
    'maintenance',
    'app-restricted',
    'invalid-request',
    'stopped',
  ] as const)('but %s is an answer', async (problem) => {
    const { outcome, heard } = await ask({ problem }, ANSWER);
    expect(outcome).toMatchObject({ kind: 'problem', problem: { type: `/problems/${problem}` } });
    expect(heard).toHaveLength(1);
  });
});
