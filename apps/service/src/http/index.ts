export type { StaffAuthentication, StaffRequest } from './authenticate.ts';
export type { BearerCaller, Caller, KioskCaller, StaffCaller } from './caller.ts';
export type { Multipart, MultipartBody } from './multipart.ts';
export { type Answer, answer, type Outcome, type Ready, type Refused, ready, refuse } from './outcome.ts';
export type { Page } from './page.ts';
export {
  type CommandEndpoint,
  defineCommand,
  defineMultipartCommand,
  defineQuery,
  type Endpoint,
  type RouteRequest,
  type ServiceRoute,
} from './route.ts';
export { STAFF_COOKIE, staffCookie, staffToken } from './staff-cookie.ts';
export { issueToken, tokenDigest } from './token.ts';
export { notFound } from './transport-refusals.ts';
