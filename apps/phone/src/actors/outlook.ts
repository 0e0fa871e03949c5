import type { PhoneClient } from '@kaijo/contract';
import { fromPromise } from 'xstate';
import type { Outlook } from '../flow/types.ts';
import type { ServiceClock } from '../service-clock.ts';

/** What the service says of the day: maintenance, terms, hours. `undefined`: it cannot be reached. */
export function outlookActor(client: PhoneClient, clock: ServiceClock) {
  return fromPromise<Outlook | undefined>(async () => {
    const status = await client.showStatus();
    if (status.kind !== 'ok') return undefined;
    clock.learn(status.body.now);
    return { status: status.body };
  });
}
