import { createKioskClient } from '@kaijo/contract';
import { describe, expect, it } from 'vitest';
import { type ScriptedAnswer, ScriptedService } from '../test-support/scripted-service.ts';
import { deliverAll, memoryOutbox, type PendingCompletion } from './completion-outbox.ts';

const RECEIPT = { receipt: 'r', targetPin: 'auth', completedAt: '2026-03-10T12:00:00+09:00' };
const DONE = { status: 200, body: RECEIPT } as const;
const patience = { attempts: 1, firstWait: 0, sleep: async () => {} };

function pendingOf(session: string): PendingCompletion {
  const credential = { kind: 'auth', certificate: 'AA' } as const;
  return {
    session,
    idempotencyKey: `key-of-${session}-0123`,
    request: { responses: ['AA'], credential, signature: 'AA' },
  };
}

async function desk(...answers: readonly ScriptedAnswer[]) {
  const service = new ScriptedService(...answers);
  const kiosk = createKioskClient({ baseUrl: 'https://service', fetch: service.fetch });
  const outbox = memoryOutbox();
  await outbox.keep(pendingOf('one'));
  return { service, through: { kiosk, outbox, patience } };
}

describe('a proof is kept until the service has decided on it', () => {
  it('then its receipt is told and it is forgotten', async () => {
    const { through } = await desk(DONE);
    expect(await deliverAll(through)).toEqual([{ kind: 'completed', receipt: RECEIPT }]);
    expect(await through.outbox.list()).toEqual([]);
  });

  it('so it is when the service refuses it', async () => {
    for (const problem of [
      'card-refused',
      'signature-invalid',
      'challenge-expired',
      'invalid-request',
    ] as const) {
      const { through } = await desk({ problem });
      expect(await deliverAll(through)).toMatchObject([
        { kind: 'refused', problem: { type: `/problems/${problem}` } },
      ]);
      expect(await through.outbox.list()).toEqual([]);
    }
  });

  it.each<[string, ScriptedAnswer]>([
    ['the service cannot be reached', 'lost'],
    ['something before it answers', { status: 502, body: {} }],
    ['the service is at fault', { problem: 'service-fault' }],
    ['it is asked too often', { problem: 'too-many-requests' }],
    ['the issuer does not answer it', { problem: 'revocation-unknown' }],
    ['the kiosk’s certificate has run out: it will have a new one', { problem: 'not-authorised' }],
    ['the message took too long', { problem: 'invalid-request', status: 408 }],
  ])('it stays while %s', async (_, answer) => {
    const { through, service } = await desk(answer, DONE);
    expect(await deliverAll(through)).toEqual([{ kind: 'unreachable' }]);
    expect(await through.outbox.list()).toEqual([pendingOf('one')]);
    expect(await deliverAll(through)).toMatchObject([{ kind: 'completed' }]);
    expect(service.heard[1]).toEqual(service.heard[0]);
    expect(service.heard[0]?.key).toBe(pendingOf('one').idempotencyKey);
  });

  it('one that does not get through does not hold up the others', async () => {
    const { through } = await desk('lost', DONE);
    await through.outbox.keep(pendingOf('two'));
    expect((await deliverAll(through)).map(({ kind }) => kind)).toEqual(['unreachable', 'completed']);
    expect(await through.outbox.list()).toEqual([pendingOf('one')]);
  });

  it('a receipt is told though the proof cannot be removed', async () => {
    const { through } = await desk(DONE);
    const forget = () => Promise.reject(new Error('read-only file system'));
    expect(await deliverAll({ ...through, outbox: { ...through.outbox, forget } })).toMatchObject([
      { kind: 'completed' },
    ]);
  });
});
