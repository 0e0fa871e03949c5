/**
 * What every answer carries unless it says otherwise (OWASP REST security; ASVS 5.0, V3.4). An API answers data, which
 * is nobody's to frame, to guess a type of, to load into another site or to keep. Pages and sites have policies of
 * their own, no wider than they need.
 */
const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), display-capture=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** RFC 6797, 6.1: where TLS ends here or at the proxy before the service. Browsers ignore it over plain HTTP (8.1). */
const STRICT_TRANSPORT = { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } as const;

export function securityHeaders(of: {
  readonly tls?: object | undefined;
  readonly trustProxy?: readonly string[] | undefined;
}): Readonly<Record<string, string>> {
  const encrypted = of.tls !== undefined || (of.trustProxy ?? []).length > 0;
  return encrypted ? { ...SECURITY_HEADERS, ...STRICT_TRANSPORT } : SECURITY_HEADERS;
}
