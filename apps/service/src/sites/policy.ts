/** What a site's pages may do beyond showing themselves; everything not named is forbidden. */
export interface SiteRights {
  /** Compiles WebAssembly (the phone's reader of printed digits). */
  readonly wasm?: true;
  /** Asks for the camera, the place and the card reader of the device. */
  readonly device?: true;
  /** Origins besides its own that it speaks to (`ws://localhost:8081`). */
  readonly connect?: readonly string[];
  /** Origins whose pages it shows in frames, beside its own. */
  readonly frames?: readonly string[];
  /** Pages of the same origin may show it in a frame. */
  readonly framed?: true;
}

/**
 * Content Security Policy Level 3 of a built site: scripts and styles are files of the site, nothing inline, nothing
 * evaluated, no form leaves the page.
 */
export function contentSecurityPolicy(rights: SiteRights): string {
  const connect = ["'self'", ...(rights.connect ?? [])].join(' ');
  const frames = ["'self'", ...(rights.frames ?? [])].join(' ');
  return [
    "default-src 'none'",
    `script-src 'self'${rights.wasm ? " 'wasm-unsafe-eval'" : ''}`,
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "font-src 'self'",
    `connect-src ${connect}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    `frame-src ${rights.frames === undefined ? "'none'" : frames}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${rights.framed ? "'self'" : "'none'"}`,
  ].join('; ');
}

/** Permissions Policy: only the site itself, and only what it needs. */
export function permissionsPolicy(rights: SiteRights): string {
  const own = rights.device ? '(self)' : '()';
  return [
    `camera=${own}`,
    `geolocation=${own}`,
    `screen-wake-lock=${own}`,
    'microphone=()',
    'payment=()',
    'usb=()',
    'display-capture=()',
  ].join(', ');
}
