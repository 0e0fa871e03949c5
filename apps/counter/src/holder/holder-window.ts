import { Secret } from '@kaijo/secret';
import { type FromHolder, HOLDER_READY, type ToHolder } from './messages.ts';

/** The clerk's end of the second window. */
export interface HolderWindow {
  /** False once somebody has closed it. */
  isOpen(): boolean;
  tell(message: ToHolder): void;
  /** The next PIN that the holder types twice; the caller wipes it. */
  nextPin(): Promise<Secret>;
}

/**
 * Opens the window that is moved to the holder's screen. From a click: browsers open windows for nothing else.
 * @returns undefined when the browser has not opened it
 */
export function openHolderWindow(): HolderWindow | undefined {
  const opened = window.open('/counter/holder', 'kaijo-holder', 'popup,width=1024,height=768');
  if (opened === null) return undefined;
  let port: MessagePort | undefined;
  let last: ToHolder | undefined;
  let waiting: ((pin: Secret) => void) | undefined;
  const take = ({ data }: MessageEvent<FromHolder>): void => {
    const pin = Secret.take(data.pin);
    if (waiting === undefined) pin.wipe();
    else waiting(pin);
    waiting = undefined;
  };
  // Again after each reload of that window: it is told once more what it was told.
  const onMessage = ({ origin, source, data, ports: [its] }: MessageEvent): void => {
    if (origin !== window.location.origin || source !== opened || data !== HOLDER_READY || !its) return;
    port?.close();
    port = its;
    port.onmessage = take;
    if (last !== undefined) port.postMessage(last);
  };
  window.addEventListener('message', onMessage);
  return {
    isOpen: () => {
      if (opened.closed) window.removeEventListener('message', onMessage);
      return !opened.closed;
    },
    tell: (message) => {
      last = message;
      port?.postMessage(message);
    },
    nextPin: () =>
      new Promise((resolve) => {
        waiting = resolve;
      }),
  };
}
