import { type StatusAnswer, sentenceFor } from '@kaijo/contract';
import type { ReactNode } from 'react';
import { addressOf } from '../addresses.ts';
import type { Speech } from '../content/index.ts';
import type { Live } from '../live/service.ts';

/** R18, R24, R36: the hours, and how things stand now. Without an answer of the service only the hours. */
export function Hours({
  speech,
  status,
}: {
  readonly speech: Speech;
  readonly status: Live['status'];
}): ReactNode {
  const { hours } = speech.texts;
  return (
    <section id="hours">
      <h2>{hours.title}</h2>
      <dl>
        <dt>{hours.phone}</dt>
        <dd>{hours.phoneHours}</dd>
        <dt>{hours.kiosk}</dt>
        <dd>
          {hours.kioskHours}
          <br />
          <small>{hours.storeNote}</small>
        </dd>
      </dl>
      <div className="box" id="now">
        <h3>{hours.now}</h3>
        {status === undefined ? <p>{hours.unknown}</p> : <Now speech={speech} status={status.value} />}
      </div>
      {status !== undefined && status.value.maintenance.length > 0 && (
        <Maintenance speech={speech} status={status.value} />
      )}
      <p className="noprint">
        <a href={addressOf(speech.language, '/maintenance.atom')}>{hours.feed}</a>
      </p>
    </section>
  );
}

function Now({ speech, status }: { readonly speech: Speech; readonly status: StatusAnswer }): ReactNode {
  const { texts, formats } = speech;
  const { hours } = texts;
  const now = new Date(status.now);
  const change = formats.moment(new Date(status.kiosk.changesAt), now);
  return (
    <>
      <dl>
        <dt>{hours.phone}</dt>
        <dd className={`state ${status.phone.open ? 'open' : 'shut'}`}>
          {status.phone.open ? hours.phoneOpen : hours.phoneClosed}
        </dd>
        <dt>{hours.kiosk}</dt>
        <dd className={`state ${status.kiosk.open ? 'open' : 'shut'}`}>
          {status.kiosk.open ? hours.kioskOpen({ until: change }) : hours.kioskClosed({ from: change })}
        </dd>
      </dl>
      <p>
        <small>{hours.asOf({ time: formats.time(now) })}</small>
      </p>
    </>
  );
}

function Maintenance({
  speech,
  status,
}: {
  readonly speech: Speech;
  readonly status: StatusAnswer;
}): ReactNode {
  const { hours } = speech.texts;
  const now = new Date(status.now);
  return (
    <div className="box warn" id="maintenance">
      <h3>{hours.maintenance}</h3>
      <ul>
        {status.maintenance.map((window) => {
          const sentence = sentenceFor(window.sentence, speech.language);
          return (
            <li key={window.id}>
              <strong>{windowTimes(speech, window)}</strong>
              {new Date(window.startsAt) <= now && ` (${hours.running})`}
              <br />
              {scopeWords(speech, window)} <span lang={sentence.lang}>{sentence.text}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

type Window = StatusAnswer['maintenance'][number];

export function windowTimes({ texts, formats }: Speech, { startsAt, endsAt }: Window): string {
  const [from, to] = [startsAt, endsAt].map((at) => {
    const moment = new Date(at);
    return `${formats.date(moment)} ${formats.time(moment)}`;
  });
  return texts.hours.window({ from: from ?? '', to: to ?? '' });
}

export function scopeWords({ texts: { hours } }: Speech, { scope }: Window): string {
  return { phone: hours.stopsPhone, kiosk: hours.stopsKiosk, all: hours.stopsAll }[scope];
}
