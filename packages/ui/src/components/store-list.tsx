import type { StoreSummary } from '@kaijo/contract';
import type { ReactNode } from 'react';
import { useVoice } from '../voice/voice.ts';
import { usePinInFull } from './pin-name.tsx';

export interface StoreItemProps {
  readonly store: StoreSummary;
  /** Whether kiosks work at this moment (R24), where it is known. */
  readonly openNow?: boolean;
  /** A page that shows the place, where the device can leave the app (a kiosk cannot). */
  readonly mapHref?: string;
}

/** A store that offers the reset: name, address, which PINs, how far, open or not. */
export function StoreItem({ store, openNow, mapHref }: StoreItemProps): ReactNode {
  const { ui, formats } = useVoice();
  const pinInFull = usePinInFull();
  return (
    <li className="k-store">
      <p className="k-store__name">{store.name}</p>
      <p>
        {store.prefecture}
        {store.address}
      </p>
      <p>{ui.stores.pins({ pins: formats.list(store.pins.map(pinInFull)) })}</p>
      <p className="k-store__facts">
        {store.distance !== undefined && (
          <span>{ui.stores.distance({ distance: formats.distance(store.distance) })}</span>
        )}
        {openNow !== undefined && <span>{openNow ? ui.stores.openNow : ui.stores.closedNow}</span>}
        {mapHref !== undefined && (
          <a href={mapHref} rel="noreferrer" target="_blank">
            {ui.stores.map}
          </a>
        )}
      </p>
    </li>
  );
}

export function StoreList({ children }: { readonly children: ReactNode }): ReactNode {
  return <ul className="k-stores">{children}</ul>;
}
