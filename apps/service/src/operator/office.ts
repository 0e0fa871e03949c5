import { OFFICE_ROUTES, OPERATOR_ROUTES, type Route } from '@kaijo/contract';
import type { CommandEndpoint, Endpoint, RouteRequest, ServiceRoute, StaffCaller } from '../http/index.ts';

type StaffRequest = RouteRequest<ServiceRoute> & { readonly caller: StaffCaller };

/**
 * The operator's acts for staff who have signed in with a passkey (R35): the same endpoints at the office's paths, where
 * who acts is the one who is signed in and nothing that a body could say.
 */
export function officeEndpoints(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  return endpoints.flatMap((endpoint) => {
    const route = officeRouteOf(endpoint.route);
    if (route === undefined) return [];
    return [
      endpoint.kind === 'query' ? { ...endpoint, route } : { ...endpoint, route, steps: stepsOf(endpoint) },
    ];
  });
}

function officeRouteOf(route: ServiceRoute): Route | undefined {
  const name = Object.entries(OPERATOR_ROUTES).find(([, one]) => one === route)?.[0];
  return name === undefined ? undefined : (OFFICE_ROUTES as Readonly<Record<string, Route>>)[name];
}

function stepsOf({ steps }: CommandEndpoint): CommandEndpoint['steps'] {
  const { prepare, decide } = steps;
  return {
    ...(prepare && { prepare: (request) => prepare(asOperator(request)) }),
    decide: (decision) => decide({ ...decision, ...asOperator(decision) }),
  };
}

function asOperator(request: RouteRequest<ServiceRoute>): RouteRequest<ServiceRoute> {
  const { body, caller } = request as StaffRequest;
  return { ...request, body: { ...(body as object | undefined), staff: caller.number } as never };
}
