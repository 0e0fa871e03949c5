import { Secret } from '@kaijo/secret';
import { type FromHolder, HOLDER_READY, type ToHolder } from './messages.ts';

/** The clerk's end of the second window. */
export interface HolderWindow {
  tell(message: ToHolder): void;
  /** The next PIN that the holder types twice; the caller wipes it. */
  nextPin(): Promise<Secret>;
}

/** Opens the window that is moved to the holder's screen. From a click: browsers open windows for nothing else. */
export function openHolderWindow(): Promise<HolderWindow> {
  return new Promise((resolve) => {
    const opened = window.open('/counter/holder', 'kaijo-holder', 'popup,width=1024,height=768');
    const onMessage = ({ origin, source, data, ports: [port] }: MessageEvent): void => {
      if (origin !== window.location.origin || source !== opened || data !== HOLDER_READY || !port) return;
      window.removeEventListener('message', onMessage);
      resolve(overPort(port));
    };
    window.addEventListener('message', onMessage);
  });
}

function overPort(port: MessagePort): HolderWindow {
  let waiting: ((pin: Secret) => void) | undefined;
  port.onmessage = ({ data }: MessageEvent<FromHolder>) => {
    const pin = Secret.take(data.pin);
    if (waiting === undefined) pin.wipe();
    else waiting(pin);
    waiting = undefined;
  };
  return {
    tell: (message) => port.postMessage(message),
    nextPin: () =>
      new Promise((resolve) => {
        waiting = resolve;
      }),
  };
}
