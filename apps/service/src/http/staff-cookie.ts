/**
 * The cookie of a staff session (R35). `__Host-`: the browser sends it to this host only and never takes it from another
 * one (RFC 6265bis, 4.1.3.2).
 */
export const STAFF_COOKIE = '__Host-kaijo-staff';

/** `Set-Cookie`, without an end of its own: the service ends sessions. An empty token takes it back. */
export function staffCookie(token: string): string {
  const forget = token === '' ? '; Max-Age=0' : '';
  return `${STAFF_COOKIE}=${token}; Path=/; Secure; HttpOnly; SameSite=Strict${forget}`;
}

/** The token in a `Cookie` header. */
export function staffToken(cookie: string): string | undefined {
  for (const pair of cookie.split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === STAFF_COOKIE && value) return value;
  }
  return undefined;
}
