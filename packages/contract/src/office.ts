import { type Static, type TObject, type TSchema, Type } from 'typebox';
import { OPERATOR_ROUTES } from './operator.ts';
import type { Route } from './routes.ts';
import type { StaffRole } from './staff.ts';

/** Who may use an operator's route from the office's screens; what is not named here is the operators' alone. */
const ROLES: Readonly<Partial<Record<keyof typeof OPERATOR_ROUTES, readonly StaffRole[]>>> = {
  // R22: at the counter, after checking the person.
  liftRestriction: ['clerk', 'operator'],
};

const LOOKING: readonly StaffRole[] = ['operator', 'auditor'];

/** Of the local socket only: whoever may open it needs no passkey, and hands out the first one. */
type SocketOnly = 'issueStaffInvite' | 'listAllStaff';
const SOCKET_ONLY: readonly string[] = ['issueStaffInvite', 'listAllStaff'] satisfies SocketOnly[];

type OfficePath<P extends string> = P extends `/v1/operator/${infer Rest}` ? `/v1/office/${Rest}` : never;

/** The same route for a staff member who is signed in: who acts is known from the session and not part of the body. */
export type OfficeRoute<R extends Route> = Omit<R, 'path' | 'caller' | 'body'> & {
  readonly path: OfficePath<R['path']>;
  readonly caller: 'staff';
  readonly roles: readonly StaffRole[];
} & (R extends { readonly body: infer B extends TSchema }
    ? keyof Omit<Static<B>, 'staff'> extends never
      ? unknown
      : { readonly body: Type.TUnsafe<Omit<Static<B>, 'staff'>> }
    : unknown);

export type OfficeRoutes = {
  readonly [N in Exclude<keyof typeof OPERATOR_ROUTES, SocketOnly>]: OfficeRoute<(typeof OPERATOR_ROUTES)[N]>;
};

/** Every act of the operator's socket, for staff with a passkey (R35): one contract, one implementation. */
export const OFFICE_ROUTES = Object.fromEntries(
  Object.entries(OPERATOR_ROUTES)
    .filter(([name]) => !SOCKET_ONLY.includes(name))
    .map(([name, route]) => [name, officeRoute(name as keyof typeof OPERATOR_ROUTES, route)]),
) as unknown as OfficeRoutes;

function officeRoute(name: keyof typeof OPERATOR_ROUTES, { body, ...route }: Route): Route {
  const rest = body && withoutStaff(body as TObject);
  return {
    ...route,
    path: route.path.replace('/v1/operator/', '/v1/office/'),
    caller: 'staff',
    roles: ROLES[name] ?? (route.method === 'GET' ? LOOKING : ['operator']),
    ...(rest && { body: rest }),
  };
}

/** `undefined` where nothing else was in it. */
function withoutStaff({ properties }: TObject): TSchema | undefined {
  const { staff: _, ...rest } = properties;
  return Object.keys(rest).length === 0 ? undefined : Type.Object(rest, { additionalProperties: false });
}
