import { sentenceFor } from '@kaijo/contract';
import type { ReactNode } from 'react';
import { addressOf } from '../addresses.ts';
import type { Speech } from '../content/index.ts';
import type { Live } from '../live/service.ts';
import { PictureSymbols } from '../pictures/pictures.tsx';
import type { Publisher } from '../settings/settings.ts';
import { Hours } from './hours.tsx';
import { Steps } from './steps.tsx';
import { Stores } from './stores-by-pin.tsx';
import { SurveyForm } from './survey-form.tsx';
import { pinInFull } from './words.ts';

export interface MainPageProps {
  readonly speech: Speech;
  readonly live: Live;
  readonly publisher: Publisher;
}

/** The municipal page's content in its order (R37). */
export function MainPage({ speech, live, publisher }: MainPageProps): ReactNode {
  const { texts } = speech;
  return (
    <>
      <PictureSymbols />
      <h1>{texts.title}</h1>
      <p>{texts.lead}</p>
      <p>
        <strong>{texts.free}</strong>
      </p>
      <What speech={speech} />
      <Cannot speech={speech} />
      <Hours speech={speech} status={live.status} />
      <Stores speech={speech} chains={live.chains} today={todayOf(live)} />
      <Bring speech={speech} />
      <Steps speech={speech} />
      <Notes speech={speech} />
      <Apps speech={speech} publisher={publisher} />
      <Questions speech={speech} />
      <Office speech={speech} publisher={publisher} />
      <section id="survey" className="noprint">
        <h2>{texts.survey.title}</h2>
        <SurveyForm speech={speech} />
      </section>
    </>
  );
}

/** By the service's clock; without it nothing is said to lie ahead. */
function todayOf({ status }: Live): string | undefined {
  if (status === undefined) return undefined;
  return new Date(Date.parse(status.value.now) + 9 * 3_600_000).toISOString().slice(0, 10);
}

function What({ speech }: { readonly speech: Speech }): ReactNode {
  const { texts, pins } = speech;
  return (
    <section id="what">
      <h2>{texts.what.title}</h2>
      <dl>
        {(['sign', 'auth'] as const).map((pin) => (
          <div key={pin}>
            <dt>{pinInFull(speech, pin)}</dt>
            <dd>{pins[pin].purpose}</dd>
          </div>
        ))}
      </dl>
      <p>{texts.what.note}</p>
    </section>
  );
}

/** R1, R5, R41 */
function Cannot({ speech }: { readonly speech: Speech }): ReactNode {
  const { cannot } = speech.texts;
  return (
    <section id="cannot">
      <h2>{cannot.title}</h2>
      <p>{cannot.lead}</p>
      <ul>
        <li>{pinInFull(speech, 'resident')}</li>
        <li>{pinInFull(speech, 'support')}</li>
      </ul>
      <h3>{cannot.casesTitle}</h3>
      <ul>
        <li>{cannot.photo}</li>
        <li>{cannot.noPins}</li>
        <li>{cannot.noSign}</li>
        <li>{cannot.expired}</li>
      </ul>
    </section>
  );
}

/** R2-R4 */
function Bring({ speech }: { readonly speech: Speech }): ReactNode {
  const { bring } = speech.texts;
  return (
    <section id="bring">
      <h2>{bring.title}</h2>
      <p>{bring.lead}</p>
      <h3>{bring.forSign}</h3>
      <ul>
        <li>{bring.card}</li>
        <li>{bring.phone}</li>
        <li>{bring.knowAuth}</li>
        <li>{bring.face}</li>
      </ul>
      <h3>{bring.forAuth}</h3>
      <ul>
        <li>{bring.card}</li>
        <li>{bring.phone}</li>
        <li>
          {bring.knowSign} <small>{bring.noFace}</small>
        </li>
      </ul>
      <div className="box warn">
        <h3>{bring.neitherTitle}</h3>
        <p>{bring.neither}</p>
        <p>{bring.counterItems}</p>
      </div>
    </section>
  );
}

/** R9, R13, R17, R19, R34 */
function Notes({ speech }: { readonly speech: Speech }): ReactNode {
  const { notes } = speech.texts;
  const all = [
    [notes.limitTitle, notes.limit],
    [notes.fiveTitle, notes.five],
    [notes.lockTitle, notes.lock],
    [notes.tornTitle, notes.torn],
    [notes.counterTitle, notes.counter],
    [notes.privacyTitle, notes.privacy],
  ];
  return (
    <section id="notes">
      <h2>{notes.title}</h2>
      {all.map(([title, text]) => (
        <div key={title}>
          <h3>{title}</h3>
          <p>{text}</p>
        </div>
      ))}
    </section>
  );
}

function Apps({ speech, publisher }: Omit<MainPageProps, 'live'>): ReactNode {
  const { apps } = speech.texts;
  return (
    <section id="apps">
      <h2>{apps.title}</h2>
      <ul>
        <li>
          <a href={publisher.apps.iphone}>{apps.iphone}</a>
        </li>
        <li>
          <a href={publisher.apps.android}>{apps.android}</a>
        </li>
        <li>
          <a href="/phone/">{apps.web}</a>
        </li>
      </ul>
    </section>
  );
}

function Questions({ speech }: { readonly speech: Speech }): ReactNode {
  const { faq } = speech.texts;
  return (
    <section id="faq">
      <h2>{faq.title}</h2>
      <dl>
        <dt>{faq.whichQ}</dt>
        <dd>{faq.whichA}</dd>
        <dt>{faq.bothQ}</dt>
        <dd>{faq.bothA}</dd>
        <dt>{faq.costQ}</dt>
        <dd>{faq.costA}</dd>
        <dt>{faq.whenQ}</dt>
        <dd>{faq.whenA}</dd>
        <dt>{faq.expireQ}</dt>
        <dd>{faq.expireA}</dd>
      </dl>
    </section>
  );
}

function Office({ speech, publisher }: Omit<MainPageProps, 'live'>): ReactNode {
  const { office: words } = speech.texts;
  const { office, links } = publisher;
  const [name, hours, address] = [office.name, office.hours, office.address].map((one) =>
    sentenceFor(one, speech.language),
  );
  return (
    <section id="office">
      <h2>{words.title}</h2>
      <p>{words.lead}</p>
      <address className="box">
        <p lang={name?.lang}>
          <strong>{office.url === undefined ? name?.text : <a href={office.url}>{name?.text}</a>}</strong>
        </p>
        <p>
          {words.phone}: <a href={`tel:${office.phone.replaceAll(/[^0-9+]/g, '')}`}>{office.phone}</a>
        </p>
        <p>
          {words.hours}: <span lang={hours?.lang}>{hours?.text}</span>
        </p>
        <p>
          {words.address}: <span lang={address?.lang}>{address?.text}</span>
        </p>
      </address>
      <h3>{words.links}</h3>
      <ul>
        <li>
          <a href={links.issuer}>{words.issuer}</a>
        </li>
        <li>
          <a href={links.portal}>{words.portal}</a>
        </li>
        <li>
          <a href={addressOf(speech.language, '/problems/')}>{speech.texts.problem.indexTitle}</a>
        </li>
      </ul>
    </section>
  );
}
