import { percentile } from '../report.ts';
import type { Played } from './holder.ts';
import type { Nation } from './nation.ts';
import type { PlayedSlice } from './play.ts';
import type { Slice } from './slice.ts';
import type { Step } from './step.ts';

const MINUTE = 60_000;
const BAR = 40;

export interface Difference extends Played {
  /** It can follow from the service's time alone. */
  readonly explained: boolean;
}

/** What the service said otherwise than the rules. */
export function differences(played: readonly Played[]): readonly Difference[] {
  return played
    .filter(({ step, said }) => step.said !== said)
    .map((one) => ({ ...one, explained: [one.said, one.step.said].some((said) => BY_THE_CLOCK.has(said)) }));
}

/** A message that takes its time may fall on the other side of these limits. */
const BY_THE_CLOCK: ReadonlySet<string> = new Set([
  'challenge-expired',
  'reservation-expired',
  'outside-hours',
]);

/** How often each step of the slice ended how: by the rules, and at the service. */
export function outcomes(
  slice: Slice,
  played: readonly Played[],
): ReadonlyMap<string, readonly [rules: number, service: number]> {
  const counts = new Map<string, [number, number]>();
  const count = ({ kind }: Step, said: string, which: 0 | 1): void => {
    const name = `${NAMES[kind]}: ${said}`;
    const both = counts.get(name) ?? [0, 0];
    both[which]++;
    counts.set(name, both);
  };
  for (const step of [...slice.people.values()].flat()) if (step.at >= slice.from) count(step, step.said, 0);
  for (const { step, said } of played) count(step, said, 1);
  return new Map([...counts].toSorted(([a], [b]) => ORDER.indexOf(kindOf(a)) - ORDER.indexOf(kindOf(b))));
}

const NAMES = {
  phone: 'phone',
  face: 'face check',
  reserve: 'reservation',
  session: 'kiosk session',
  leave: 'left the machine',
  authorise: 'authorisation',
  complete: 'new PIN',
} as const satisfies Record<Step['kind'], string>;
const ORDER: readonly string[] = Object.values(NAMES);
const kindOf = (name: string): string => name.slice(0, name.indexOf(':'));

/** The slice as a page: load curve, waiting, failures beside what the rules foretell, and where the two differ. */
export function sliceReport(of: {
  readonly nation: Nation;
  readonly slice: Slice;
  readonly speed: number;
  readonly database: string;
  readonly result: PlayedSlice;
  /** Of the service, in the slice. */
  readonly cpuMilliseconds: number;
  /** Of its audit log when it had ended. */
  readonly audit: string;
}): string {
  const { nation, slice, speed, result } = of;
  const { played, messages, seconds } = result;
  const clock = (at: number) => new Date(at + 9 * 60 * MINUTE).toISOString().slice(11, 19);
  const day = new Date(nation.day.getTime() + 9 * 60 * MINUTE).toISOString().slice(0, 10);
  const minutes = (slice.to - slice.from) / MINUTE;
  const done = played.filter(({ said }) => said === 'completed');
  const byMinute = Array.from({ length: minutes }, (_, minute) => {
    const isNow = ({ step }: Played) => Math.floor((step.at - slice.from) / MINUTE) === minute;
    return done.filter(isNow).length;
  });
  const most = Math.max(1, ...byMinute);
  const differing = differences(played);
  const missing =
    [...slice.people.values()].flat().filter(({ at }) => at >= slice.from).length - played.length;
  return [
    `${minutes} minutes of ${day} from ${clock(slice.from)} at the service: seed ${nation.seed}, scale ${nation.scale}, faults ${nation.faults ?? 1} times as often as assumed.`,
    `${slice.people.size} holders with cards of their own; ${of.database}; the clock goes ${speed} times as fast,`,
    `so that the service bears ${(100 * nation.scale * speed).toFixed(0)} % of what the whole nation sends it in these minutes.`,
    '',
    'minute    completions',
    ...byMinute.map((count, minute) =>
      `${clock(slice.from + minute * MINUTE)}  ${String(count).padStart(3)} ${'#'.repeat(Math.round((BAR * count) / most))}`.trimEnd(),
    ),
    '',
    `${messages.length} messages in ${seconds.toFixed(0)} s, ${(messages.length / seconds).toFixed(1)} a second; waiting for the answer, ms:`,
    '      n    p50    p95    p99',
    ...waiting(messages),
    '',
    'rules  service',
    ...[...outcomes(slice, played)].map(
      ([name, [rules, service]]) =>
        `${String(rules).padStart(5)}  ${String(service).padStart(7)}  ${name}${rules === service ? '' : '  <'}`,
    ),
    '',
    differing.length === 0
      ? 'The service said what the rules foretold, step by step.'
      : `${differing.length} steps went otherwise than foretold, and ${missing} that would have followed were not taken:`,
    ...differing.map(
      ({ step, said, late, explained }) =>
        `${clock(step.at)} ${NAMES[step.kind]} of ${step.card}: the rules said ${step.said}, the service ${said}; it began ${(late / 1_000).toFixed(1)} s late by the slice's clock: ${explained ? 'a limit lay between' : 'UNEXPLAINED'}`,
    ),
    '',
    `CPU of the service: ${(of.cpuMilliseconds / Math.max(1, messages.length)).toFixed(1)} ms a message, the demo issuer within it`,
    `audit log: ${of.audit}`,
    '',
  ].join('\n');
}

function waiting(messages: PlayedSlice['messages']): readonly string[] {
  const routes = grouped(messages);
  return [...routes]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([route, times]) => {
      const at = (share: number) => percentile(times, share).toFixed(0).padStart(6);
      return `${String(times.length).padStart(7)} ${at(0.5)} ${at(0.95)} ${at(0.99)}  ${route}`;
    });
}

function grouped(messages: PlayedSlice['messages']): ReadonlyMap<string, readonly number[]> {
  const routes = new Map<string, number[]>();
  for (const { route, milliseconds } of messages)
    routes.set(route, [...(routes.get(route) ?? []), milliseconds]);
  return routes;
}
