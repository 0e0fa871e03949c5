import type { StoreSummary, TargetPin } from '@kaijo/contract';
import { Button, StoreItem, StoreList } from '@kaijo/ui';
import { type ReactNode, useEffect, useState } from 'react';
import { useServices } from '../services.ts';
import { useTexts } from '../texts/index.ts';

type Stores = readonly StoreSummary[] | 'loading' | 'unreachable';

/** Stores that offer the PIN today (R26, R27): a list first, the nearest first when the holder gives the place. */
export function Stores({
  pin,
  openNow,
  first,
}: {
  readonly pin: TargetPin;
  readonly openNow: boolean | undefined;
  /** So many are shown at once, the rest on demand: the way on stands below them. */
  readonly first: number;
}): ReactNode {
  const { before } = useTexts();
  const { client } = useServices();
  const [near, setNear] = useState<string | undefined>();
  const [denied, setDenied] = useState(false);
  const [stores, setStores] = useState<Stores>('loading');
  const [all, setAll] = useState(false);
  useEffect(() => {
    let current = true;
    client.listStores({ pin, ...(near !== undefined && { near }) }).then((answer) => {
      if (current) setStores(answer.kind === 'ok' ? answer.body.stores : 'unreachable');
    });
    return () => {
      current = false;
    };
  }, [client, pin, near]);

  const locate = (): void =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => setNear(nearOf(coords)),
      () => setDenied(true),
      { timeout: 10_000, maximumAge: 300_000 },
    );

  return (
    <section className="p-section">
      <h2 className="k-subheading">{before.storesHeading}</h2>
      {near === undefined && !denied && (
        <Button look="secondary" onClick={locate}>
          {before.storesNear}
        </Button>
      )}
      {denied && <p role="status">{before.storesDenied}</p>}
      {stores === 'unreachable' && <p>{before.storesNone}</p>}
      {typeof stores === 'object' && (
        <>
          <StoreList>
            {stores.slice(0, all ? undefined : first).map((store) => (
              <StoreItem
                key={store.id}
                store={store}
                mapHref={mapOf(store)}
                {...(openNow !== undefined && { openNow })}
              />
            ))}
          </StoreList>
          {!all && stores.length > first && (
            <Button look="text" onClick={() => setAll(true)}>
              {before.storesMore({ count: stores.length - first })}
            </Button>
          )}
        </>
      )}
    </section>
  );
}

/** Three decimals, about a hundred metres: enough for stores, and no address (R38). */
function nearOf({ latitude, longitude }: GeolocationCoordinates): string {
  return `${latitude.toFixed(3)},${longitude.toFixed(3)}`;
}

/** The Geospatial Information Authority's map, and any other that the device has for addresses. */
function mapOf({ prefecture, address }: StoreSummary): string {
  return `https://maps.gsi.go.jp/?q=${encodeURIComponent(prefecture + address)}`;
}
