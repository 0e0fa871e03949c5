/**
 * The shell's NFC, as JavaScript sees it (apps/phone/native/nfc): one plugin for iOS (CoreNFC, `NFCTagReaderSession`) and
 * Android (`NfcAdapter.enableReaderMode`, `IsoDep`). Bytes are base64, because the bridge carries JSON. Rejections have a
 * `code` of {@link NfcFault}.
 */
export interface NfcPlugin {
  /** `none`: the phone has no NFC; `off`: it is switched off (Android). */
  state(): Promise<{ readonly state: 'on' | 'off' | 'none' }>;
  /** Waits for a card that speaks ISO 7816-4. `message`: what the sheet of iOS says; Android shows nothing of its own. */
  waitForCard(options: { readonly message: string }): Promise<void>;
  /** One command APDU, one response APDU, both whole. */
  transceive(options: { readonly command: string }): Promise<{ readonly response: string }>;
  /** Ends the session and the waiting. iOS takes its sheet away, with `message` where one is given. */
  close(options: { readonly message?: string }): Promise<void>;
}

export type NfcFault =
  /** The holder closed the sheet of iOS. */
  | 'CANCELLED'
  /** iOS ends a session after 60 seconds, and one with a card in it after 20. */
  | 'TIMEOUT'
  | 'TAG_LOST'
  /** Another session has not ended yet. */
  | 'BUSY'
  | 'NOT_CONNECTED'
  /** The card speaks no ISO 7816-4, or several cards lie on each other. */
  | 'NOT_A_CARD'
  | 'FAILED';

/** The code of a rejection, whatever it is. */
export function faultOf(error: unknown): NfcFault {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' && FAULTS.has(code) ? (code as NfcFault) : 'FAILED';
}

const FAULTS: ReadonlySet<string> = new Set<NfcFault>([
  'CANCELLED',
  'TIMEOUT',
  'TAG_LOST',
  'BUSY',
  'NOT_CONNECTED',
  'NOT_A_CARD',
  'FAILED',
]);

/** What Capacitor puts into the web view before the page's own scripts run (native-bridge). */
interface NativeBridge {
  isNativePlatform(): boolean;
  nativePromise(plugin: string, method: string, options?: unknown): Promise<unknown>;
}

/** The plugin when the page runs in the shell; `undefined` in a browser. */
export function nativeNfc(scope: object = globalThis): NfcPlugin | undefined {
  const bridge = (scope as { readonly Capacitor?: NativeBridge }).Capacitor;
  if (bridge?.isNativePlatform?.() !== true) return undefined;
  const call = (method: string, options?: unknown) => bridge.nativePromise('KaijoNfc', method, options);
  return {
    state: () => call('state') as ReturnType<NfcPlugin['state']>,
    waitForCard: (options) => call('waitForCard', options) as Promise<void>,
    transceive: (options) => call('transceive', options) as ReturnType<NfcPlugin['transceive']>,
    close: (options) => call('close', options) as Promise<void>,
  };
}
