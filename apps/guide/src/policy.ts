import { createHash } from 'node:crypto';

/** Hash source of one inline element (CSP Level 3, 2.3.1). */
export function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** Nothing but the page itself: its one style sheet, its own script where it has one, forms to itself. */
export function policyFor(of: { readonly style: string; readonly scripts: readonly string[] }): string {
  return [
    "default-src 'none'",
    `style-src ${hashOf(of.style)}`,
    ...(of.scripts.length > 0 ? [`script-src ${of.scripts.map(hashOf).join(' ')}`] : []),
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export const COMMON_HEADERS = {
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(), display-capture=(), geolocation=(self), microphone=(), payment=(), usb=()',
} as const;

/** For what is no page: redirects, feeds, the icon, whatever a parser refuses. */
export const WITHOUT_PAGE = {
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
} as const;
