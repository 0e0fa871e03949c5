import { sealAudit } from './audit/index.ts';
import type { Clock } from './clock.ts';
import { purgeCounterSessions } from './counter/index.ts';
import type { Database } from './database/index.ts';
import { describeError, type Log } from './http/log.ts';
import { sweepIdempotencyRecords } from './idempotency/index.ts';
import type { KeyStore } from './keys/index.ts';
import { purgeKioskCodes } from './kiosk-fleet/index.ts';
import { purgeKioskSessions } from './kiosk-session/index.ts';
import { purgePhoneSessions } from './phone-session/index.ts';
import { endReservations } from './reservation/index.ts';
import { purgeStaffSessions } from './staff/index.ts';
import { foldStatistics } from './statistics/index.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** A proof may arrive days after its session, from a kiosk that was cut off: its row stays as long. */
const KIOSK_SESSIONS_KEPT = 30 * DAY;
const PHONE_SESSIONS_KEPT = DAY;
const STAFF_SESSIONS_KEPT = DAY;
const COUNTER_SESSIONS_KEPT = 7 * DAY;

export interface Background {
  /** Waits for what is under way, and seals what is not sealed yet. */
  stop(): Promise<void>;
}

interface Task {
  readonly name: string;
  readonly every: number;
  readonly run: () => Promise<unknown>;
}

/**
 * What a service does unasked: it writes the ends of reservations, seals the audit log, forgets what is over. Every task
 * is safe to run in several processes at once, and one that fails is tried again at its next time.
 */
export function startBackground(of: {
  readonly db: Database;
  readonly clock: Clock;
  readonly keys: KeyStore;
  readonly log: Log;
  readonly auditOrigin: string;
  readonly onFailure?: (task: string) => void;
}): Background {
  const { db, clock, keys, log, auditOrigin: origin, onFailure = () => {} } = of;
  const before = (milliseconds: number): Date => new Date(clock.now().getTime() - milliseconds);
  const seal: Task = { name: 'seal-audit', every: SECOND, run: () => sealAudit(db, { keys, origin }) };
  const tasks: readonly Task[] = [
    seal,
    { name: 'end-reservations', every: MINUTE, run: () => endReservations(db, clock) },
    {
      name: 'purge-phone-sessions',
      every: 10 * MINUTE,
      run: () => purgePhoneSessions(db, before(PHONE_SESSIONS_KEPT)),
    },
    {
      name: 'purge-kiosk-sessions',
      every: 10 * MINUTE,
      run: () => purgeKioskSessions(db, before(KIOSK_SESSIONS_KEPT)),
    },
    { name: 'purge-kiosk-codes', every: 10 * MINUTE, run: () => purgeKioskCodes(db, clock.now()) },
    {
      name: 'fold-statistics',
      every: 10 * SECOND,
      run: () => foldStatistics(db),
    },
    {
      name: 'purge-counter-sessions',
      every: 10 * MINUTE,
      run: () => purgeCounterSessions(db, before(COUNTER_SESSIONS_KEPT)),
    },
    {
      name: 'purge-staff-sessions',
      every: 10 * MINUTE,
      run: () => purgeStaffSessions(db, before(STAFF_SESSIONS_KEPT)),
    },
    {
      name: 'sweep-idempotency',
      every: 10 * MINUTE,
      run: () => sweepIdempotencyRecords(db, clock.now()),
    },
  ];
  const running = tasks.map((task) => repeat(runner(task, log, onFailure), task.every));
  return {
    async stop() {
      await Promise.all(running.map((stop) => stop()));
      // What cannot be sealed now (the keys are away) is sealed after the next start.
      await runner(seal, log, onFailure)();
    },
  };
}

/** Runs a task; says once that it fails, and once that it works again. */
function runner(task: Task, log: Log, onFailure: (task: string) => void): () => Promise<void> {
  let failing = false;
  return async () => {
    try {
      await task.run();
      if (failing) log.info({ task: task.name }, 'a background task works again');
      failing = false;
    } catch (error) {
      const level = failing ? 'debug' : 'error';
      log[level]({ task: task.name, error: describeError(error) }, 'a background task failed');
      failing = true;
      onFailure(task.name);
    }
  };
}

/** Runs a task, waits, and runs it again; the function that is returned ends that. */
function repeat(once: () => Promise<void>, every: number): () => Promise<void> {
  let stopped = false;
  let current: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    if (!stopped) current = current.then(once);
  }, every);
  timer.unref();
  return async () => {
    stopped = true;
    clearInterval(timer);
    await current;
  };
}
