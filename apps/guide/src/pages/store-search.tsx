import type { StoreSummary, TargetPin } from '@kaijo/contract';
import type { ReactNode } from 'react';
import { addressOf } from '../addresses.ts';
import type { Speech } from '../content/index.ts';
import { pinInFull } from './words.ts';

export interface Search {
  readonly place?: string;
  readonly pin?: TargetPin;
  readonly near?: string;
}

export type SearchResult =
  | { readonly kind: 'none-asked' }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'away' }
  | { readonly kind: 'stores'; readonly stores: readonly StoreSummary[] };

/**
 * Offers a search around the visitor where the browser can tell the place. To a thousandth of a degree (100 m): more is
 * not needed, and the address of the page may be kept by the browser.
 */
export const HERE_SCRIPT = `(()=>{const b=document.getElementById('here'),f=document.getElementById('search'),m=document.getElementById('here-failed');if(!b||!navigator.geolocation)return;b.hidden=false;b.addEventListener('click',()=>{b.disabled=true;navigator.geolocation.getCurrentPosition(p=>{const u=new URL(f.action);const d=new FormData(f);if(d.get('pin'))u.searchParams.set('pin',d.get('pin'));u.searchParams.set('near',p.coords.latitude.toFixed(3)+','+p.coords.longitude.toFixed(3));location.assign(u)},()=>{b.disabled=false;m.hidden=false},{timeout:10000,maximumAge:60000})})})()`;

export function StoreSearchPage({
  speech,
  search,
  result,
}: {
  readonly speech: Speech;
  readonly search: Search;
  readonly result: SearchResult;
}): ReactNode {
  const { search: words } = speech.texts;
  return (
    <>
      <h1>{words.title}</h1>
      <p>{words.kioskHours}</p>
      <search>
        <form id="search" method="get" action={addressOf(speech.language, '/stores')}>
          <div>
            <label className="field" htmlFor="place">
              {words.place}
            </label>
            <small id="place-hint">{words.placeHint}</small>
            <input
              type="search"
              id="place"
              name="place"
              maxLength={100}
              aria-describedby="place-hint"
              defaultValue={search.place ?? ''}
            />
          </div>
          <div>
            <label className="field" htmlFor="pin">
              {words.pin}
            </label>
            <select id="pin" name="pin" defaultValue={search.pin ?? ''}>
              <option value="">{words.anyPin}</option>
              <option value="sign">{pinInFull(speech, 'sign')}</option>
              <option value="auth">{pinInFull(speech, 'auth')}</option>
            </select>
          </div>
          <button type="submit">{words.find}</button>{' '}
          <button type="button" id="here" className="quiet" hidden>
            {words.here}
          </button>
          <p id="here-failed" role="alert" hidden>
            {words.hereFailed}
          </p>
        </form>
      </search>
      {result.kind !== 'none-asked' && (
        <section aria-labelledby="results">
          <h2 id="results">{words.results}</h2>
          <Result speech={speech} result={result} />
        </section>
      )}
    </>
  );
}

function Result({
  speech,
  result,
}: {
  readonly speech: Speech;
  readonly result: Exclude<SearchResult, { kind: 'none-asked' }>;
}): ReactNode {
  const { search: words } = speech.texts;
  if (result.kind === 'invalid') return <p className="box fault">{words.invalid}</p>;
  if (result.kind === 'away') return <p className="box fault">{words.away}</p>;
  if (result.stores.length === 0) return <p className="box">{words.none}</p>;
  return (
    <>
      <p>{words.found({ count: result.stores.length })}</p>
      <ul className="found">
        {result.stores.map((store) => (
          <Store key={store.id} speech={speech} store={store} />
        ))}
      </ul>
    </>
  );
}

/** Names and addresses are Japanese whatever the page's language is. */
function Store({ speech, store }: { readonly speech: Speech; readonly store: StoreSummary }): ReactNode {
  const { search: words } = speech.texts;
  const { formats } = speech;
  return (
    <li>
      <h3 lang="ja">{store.name}</h3>
      {store.openNow !== undefined && (
        <p className={`state ${store.openNow ? 'open' : 'shut'}`}>
          {store.openNow ? words.openNow : words.closedNow}
        </p>
      )}
      <p lang="ja">
        {store.postcode !== undefined && `〒${store.postcode} `}
        {store.prefecture}
        {store.address}
      </p>
      {store.distance !== undefined && (
        <p>{words.distance({ distance: formats.distance(store.distance) })}</p>
      )}
      <p>{words.offers({ pins: formats.list(store.pins.map((pin) => pinInFull(speech, pin))) })}</p>
      {store.hours !== undefined && <p>{words.hours(store.hours)}</p>}
    </li>
  );
}
