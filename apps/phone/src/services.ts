import { createPhoneClient, type PhoneClient } from '@kaijo/contract';
import { createContext, useContext } from 'react';
import type { CardSource } from './card/card-source.ts';
import type { Store } from './keep/kept.ts';
import { ServiceClock } from './service-clock.ts';

/** What the screens and the flow's actors stand on; one of each in an app. */
export interface Services {
  readonly client: PhoneClient;
  readonly clock: ServiceClock;
  readonly cards: CardSource;
  /** The phone's own reader, or the table of the playground. */
  readonly reader: 'nfc' | 'desk';
  readonly store: Store | undefined;
  /** Where the guide is: terms, problem pages. */
  readonly guideUrl: string;
}

export const ServicesContext = createContext<Services | undefined>(undefined);

/** @throws Error outside of the provider */
export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === undefined) throw new Error('useServices needs its provider above it');
  return services;
}

/** `baseUrl`: the service's; in a browser the one that the page came from. */
export function createServices(
  parts: Pick<Services, 'cards' | 'reader' | 'store'> & { readonly baseUrl: string },
): Services {
  const { baseUrl, ...rest } = parts;
  return {
    ...rest,
    client: createPhoneClient({ baseUrl, fetch: (url, init) => fetch(url, init) }),
    clock: new ServiceClock(),
    guideUrl: baseUrl,
  };
}
