import type { Endpoint } from '../http/index.ts';
import { auditEndpoints } from './audit.ts';
import { chainEndpoints } from './chains.ts';
import type { OperatorDependencies } from './dependencies.ts';
import { kioskEndpoints } from './kiosks.ts';
import { maintenanceEndpoints } from './maintenance.ts';
import { reservationEndpoints } from './reservations.ts';
import { restrictionEndpoints } from './restriction.ts';
import { settingEndpoints } from './settings.ts';
import { statisticsEndpoints } from './statistics.ts';
import { surveyEndpoints } from './survey.ts';
import { switchEndpoints } from './switches.ts';
import { tableEndpoints } from './tables.ts';

/** Everything that the operator's local socket serves. */
export function operatorEndpoints(of: OperatorDependencies): readonly Endpoint[] {
  return [
    auditEndpoints,
    chainEndpoints,
    kioskEndpoints,
    maintenanceEndpoints,
    reservationEndpoints,
    restrictionEndpoints,
    settingEndpoints,
    statisticsEndpoints,
    surveyEndpoints,
    switchEndpoints,
    tableEndpoints,
  ].flatMap((endpoints) => endpoints(of));
}

export type { OperatorDependencies } from './dependencies.ts';
export { officeEndpoints } from './office.ts';
