import { type PublicChain, sentenceFor, type TargetPin } from '@kaijo/contract';
import type { ReactNode } from 'react';
import { addressOf } from '../addresses.ts';
import type { Speech } from '../content/index.ts';
import type { Live } from '../live/service.ts';
import { dayFor, pinInFull } from './words.ts';

/** R26: which chain offers which PIN from when; what starts later is named as well. */
export function Stores({
  speech,
  chains,
  today,
}: {
  readonly speech: Speech;
  readonly chains: Live['chains'];
  readonly today: string | undefined;
}): ReactNode {
  const { stores } = speech.texts;
  return (
    <section id="stores">
      <h2>{stores.title}</h2>
      <p>{stores.lead}</p>
      {chains === undefined ? (
        <p className="box">{stores.unknown}</p>
      ) : (
        (['sign', 'auth'] as const).map((pin) => (
          <ChainTable key={pin} speech={speech} pin={pin} chains={chains.value.chains} today={today} />
        ))
      )}
      <p>
        <small>{stores.note}</small>
      </p>
      <p>
        <a className="button" href={addressOf(speech.language, '/stores')}>
          {stores.find}
        </a>
      </p>
    </section>
  );
}

function ChainTable({
  speech,
  pin,
  chains,
  today,
}: {
  readonly speech: Speech;
  readonly pin: TargetPin;
  readonly chains: readonly PublicChain[];
  readonly today: string | undefined;
}): ReactNode {
  const { stores } = speech.texts;
  const rows = chains.flatMap((chain) =>
    offersFor(chain, pin, today).map((offer) => ({ chain, offer, key: `${chain.id} ${offer.firstDay}` })),
  );
  return (
    <>
      <h3 id={`stores-${pin}`}>{pinInFull(speech, pin)}</h3>
      <table aria-labelledby={`stores-${pin}`}>
        <thead>
          <tr>
            <th scope="col">{stores.chain}</th>
            <th scope="col">{stores.since}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ chain, offer, key }) => (
            <tr key={key}>
              <td>
                <ChainName speech={speech} chain={chain} someStores={offer.someStores} />
              </td>
              <td>
                {stores.from({ day: dayFor(speech, offer.firstDay) })}
                {offer.lastDay !== undefined && (
                  <small>{stores.until({ day: dayFor(speech, offer.lastDay) })}</small>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function ChainName({
  speech,
  chain,
  someStores,
}: {
  readonly speech: Speech;
  readonly chain: PublicChain;
  readonly someStores: boolean;
}): ReactNode {
  const japanese = speech.language === 'ja' || speech.language === 'ja-easy';
  const note = chain.note && sentenceFor(chain.note, speech.language);
  return (
    <>
      {!japanese && chain.nameLatin !== undefined ? (
        <>
          {chain.nameLatin} <span lang="ja">({chain.name})</span>
        </>
      ) : (
        chain.name
      )}
      {note !== undefined && <small lang={note.lang}>{note.text}</small>}
      {note === undefined && someStores && <small>{speech.texts.stores.someStores}</small>}
    </>
  );
}

type Offer = PublicChain['offers'][number];

/** One line for each beginning: stores of a chain that began on the same day are one. */
function offersFor({ offers }: PublicChain, pin: TargetPin, today: string | undefined): readonly Offer[] {
  const mine = offers.filter((offer) => offer.pin === pin);
  const lines = new Map<string, Offer>();
  for (const offer of mine) if (!lines.has(offer.firstDay)) lines.set(offer.firstDay, offer);
  const current = [...lines.values()].filter(({ firstDay }) => today === undefined || firstDay <= today);
  const coming = [...lines.values()].filter((offer) => !current.includes(offer));
  // Of what runs already the earliest beginning is enough.
  return [...current.slice(0, 1), ...coming];
}
