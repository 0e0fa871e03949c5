import type { Configuration } from './config/index.ts';
import { type CounterDependencies, counterEndpoints } from './counter/index.ts';
import type { Endpoint, StaffAuthentication } from './http/index.ts';
import { officeEndpoints } from './operator/index.ts';
import {
  createConfirmations,
  type StaffDependencies,
  staffAuthentication,
  staffEndpoints,
  staffSocketEndpoints,
} from './staff/index.ts';

export interface Office {
  /** For the public listener. */
  readonly endpoints: readonly Endpoint[];
  readonly staffOf: StaffAuthentication;
  /** For the operator's socket. */
  readonly socket: readonly Endpoint[];
}

/** What staff do at their screens: signing in, the counter, and the operator's acts (R34, R35). */
export function composeOffice(
  of: Omit<StaffDependencies, 'origin'> &
    Omit<CounterDependencies, 'confirmations'> & {
      readonly configuration: Pick<Configuration, 'staffOrigin'>;
      readonly publicUrl: () => string;
      /** The operator's acts, as its socket serves them. */
      readonly operator: readonly Endpoint[];
    },
): Office {
  const { configuration, publicUrl, operator, ...base } = of;
  const staff: StaffDependencies = { ...base, origin: () => configuration.staffOrigin ?? publicUrl() };
  return {
    endpoints: [
      ...staffEndpoints(staff),
      ...officeEndpoints(operator),
      ...counterEndpoints({ ...base, confirmations: createConfirmations(staff) }),
    ],
    staffOf: staffAuthentication(staff),
    socket: staffSocketEndpoints(staff),
  };
}
