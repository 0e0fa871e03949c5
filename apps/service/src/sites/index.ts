export { forwardTheRest } from './forward.ts';
export type { SiteRights } from './policy.ts';
export { type Site, SiteMissing, serveSite } from './serve-site.ts';
