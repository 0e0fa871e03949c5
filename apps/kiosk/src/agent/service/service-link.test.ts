import type { KioskClient, StatusAnswer } from '@kaijo/contract';
import { memoryOutbox } from '@kaijo/procedures';
import { expect, it } from 'vitest';
import { ServiceLink } from './service-link.ts';

const STATUS: StatusAnswer = {
  now: '2026-03-01T03:00:00.000Z',
  phone: { open: true },
  kiosk: { open: true, changesAt: '2026-03-01T14:00:00.000Z' },
  maintenance: [],
  terms: { version: '2026-01' },
};

/** A service whose answer to a report waits until the test lets it go. */
function linkToSlowService() {
  const reports: (() => void)[] = [];
  const client = {
    showStatus: async () => ({ kind: 'ok', body: STATUS }),
    report: () =>
      new Promise((resolve) => {
        const body = { now: STATUS.now, storeName: '解錠店' };
        reports.push(() => resolve({ kind: 'ok', body }));
      }),
  } as unknown as KioskClient;
  const link = new ServiceLink({
    client,
    outbox: memoryOutbox(),
    now: () => new Date(STATUS.now),
    report: async () => ({ version: '0', reader: 'ready', printer: 'none' }),
    onStanding: () => {},
    onStore: () => {},
    onDelivered: () => {},
    onClockOffset: () => {},
    onContact: async () => {},
    onDefect: (error) => {
      throw error;
    },
  });
  const reportAgain = async (): Promise<void> => {
    const before = reports.length;
    for (let turn = 0; turn < 1_000 && reports.length === before; turn++)
      await new Promise((resolve) => setImmediate(resolve));
    expect(reports, 'one more report').toHaveLength(before + 1);
  };
  return { link, reports, reportAgain };
}

it('R31: a contact that is wanted while one is under way is made after it, and whoever wants it waits for that one', async () => {
  const { link, reports, reportAgain } = linkToSlowService();
  const first = link.contactNow();
  await reportAgain();
  const ends: string[] = [];
  const wanted = [link.contactNow(), link.contactNow()].map((one) => one.then(() => ends.push('second')));
  void first.then(() => ends.push('first'));
  reports[0]?.();
  await reportAgain();
  expect(ends).toEqual(['first']);
  reports[1]?.();
  await Promise.all(wanted);
  expect(ends).toEqual(['first', 'second', 'second']);
  expect(reports, 'two wishes are one contact').toHaveLength(2);
});

it('is stopped when the contact that was still wanted is over', async () => {
  const { link, reports, reportAgain } = linkToSlowService();
  void link.contactNow();
  await reportAgain();
  const wanted = link.contactNow();
  const stopped = link.stop();
  reports[0]?.();
  await reportAgain();
  reports[1]?.();
  await Promise.all([wanted, stopped]);
  expect(reports).toHaveLength(2);
});
