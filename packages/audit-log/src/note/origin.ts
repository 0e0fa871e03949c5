/**
 * The name of an operator's log, by the service's settings: `KAIJO_AUDIT_ORIGIN`, else by custom of transparency logs a
 * URL without its scheme.
 */
export function auditOrigin(environment: Readonly<Record<string, string | undefined>>): string {
  const { KAIJO_AUDIT_ORIGIN: origin, KAIJO_STAFF_ORIGIN: site } = environment;
  if (origin) return origin;
  return `${site && URL.canParse(site) ? new URL(site).host : 'localhost'}/audit`;
}
