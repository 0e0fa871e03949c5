import { provingPinFor, type Reservation } from '@kaijo/contract';
import { Button, Countdown, Notice, PinName, Screen, usePinInFull, useVoice } from '@kaijo/ui';
import type { ReactNode } from 'react';
import { calendarFile } from '../calendar/reservation-calendar.ts';
import { useServices } from '../services.ts';
import { useTexts } from '../texts/index.ts';
import { useFlow } from './flow.ts';
import { Stores } from './stores.tsx';

/** Phone 6: the reservation as it stands, over its whole life; the app opens with it. */
export function Reserved(): ReactNode {
  const { context } = useFlow();
  const reservation = context.known?.reservation;
  if (reservation === undefined) return null;
  switch (reservation.state) {
    case 'open':
      return <Open reservation={reservation} />;
    case 'initialising':
    case 'completed':
    case 'ended':
      return <Changed reservation={reservation} />;
  }
}

function Open({ reservation }: { readonly reservation: Reservation }): ReactNode {
  const { send } = useFlow();
  const { reserved } = useTexts();
  const { formats } = useVoice();
  const { clock } = useServices();
  const pinInFull = usePinInFull();
  const expiresAt = new Date(reservation.expiresAt);
  const { targetPin, outlook } = reservation;
  const now = clock.now();
  return (
    <Screen
      step="reserved"
      heading={reserved.heading}
      actions={
        <>
          <Button onClick={() => download(reservation, reserved.calendarTitle, now)}>
            {reserved.calendar}
          </Button>
          <Button look="text" onClick={() => send({ type: 'CANCEL' })}>
            {reserved.cancel}
          </Button>
        </>
      }
    >
      <Heard />
      <div className="p-until">
        <p className="p-until__when">{reserved.until({ when: formats.moment(expiresAt, now) })}</p>
        <p>
          <Countdown until={expiresAt} clock={clock.now} />
        </p>
        <p>
          <PinName pin={targetPin} />
        </p>
      </div>
      {outlook.maintenance.length > 0 && <Maintenance windows={outlook.maintenance} />}
      <section className="p-section">
        <h2 className="k-subheading">{reserved.bringHeading}</h2>
        <ul>
          <li>{reserved.bringCard}</li>
          <li>{reserved.bringPin({ pin: pinInFull(provingPinFor(targetPin)) })}</li>
        </ul>
        <p>{reserved.bringNothing}</p>
      </section>
      <section className="p-section">
        <h2 className="k-subheading">{reserved.whatHeading}</h2>
        <p>{reserved.what}</p>
        <p>{reserved.hours}</p>
        <p>{reserved.certificates}</p>
      </section>
      <Stores pin={targetPin} openNow={outlook.kioskOpen} first={4} />
      <p className="p-quiet">{reserved.install}</p>
    </Screen>
  );
}

/** Begun in the store, done, or over. */
function Changed({ reservation }: { readonly reservation: Reservation }): ReactNode {
  const { send } = useFlow();
  const { reserved, toCounter } = useTexts();
  const { formats } = useVoice();
  const { clock } = useServices();
  const when = (at: string | undefined): string =>
    at === undefined ? '' : formats.moment(new Date(at), clock.now());
  const { state, endedBy = 'expired', targetPin } = reservation;
  const told =
    state === 'initialising'
      ? ([reserved.initialisingHeading, reserved.initialising({ when: when(reservation.finishBy) })] as const)
      : state === 'completed'
        ? ([reserved.completedHeading, reserved.completed({ when: when(reservation.completedAt) })] as const)
        : ([reserved[`${endedBy}Heading`], reserved[endedBy]] as const);
  return (
    <Screen
      step="reserved"
      heading={told[0]}
      actions={
        // What was begun in the store is finished there: nothing to press.
        state !== 'initialising' && (
          <>
            {endedBy === 'unconfirmed' && state === 'ended' && (
              <Button onClick={() => send({ type: 'COUNTER', reason: 'no-way-on' })}>{toCounter}</Button>
            )}
            <Button look="secondary" onClick={() => send({ type: 'RESTART' })}>
              {reserved.newReservation}
            </Button>
          </>
        )
      }
    >
      <Heard />
      <Notice kind={state === 'completed' ? 'success' : 'information'} role="status">
        <p>{told[1]}</p>
        <p>
          <PinName pin={targetPin} />
        </p>
      </Notice>
      {state === 'initialising' && (
        <Stores pin={targetPin} openNow={reservation.outlook.kioskOpen} first={4} />
      )}
    </Screen>
  );
}

/** Honest words when the service cannot be asked: what is shown may be old. */
function Heard(): ReactNode {
  const { context } = useFlow();
  const { reserved } = useTexts();
  if (context.known?.heard !== false) return null;
  return (
    <Notice kind="warning" role="status">
      {reserved.offlineUnknown}
    </Notice>
  );
}

function Maintenance({ windows }: { readonly windows: Reservation['outlook']['maintenance'] }): ReactNode {
  const { before } = useTexts();
  const { formats } = useVoice();
  const { clock } = useServices();
  const moment = (at: string): string => formats.moment(new Date(at), clock.now());
  return (
    <Notice kind="warning">
      {windows.map(({ id, startsAt, endsAt }) => (
        <p key={id}>{before.maintenanceAhead({ from: moment(startsAt), until: moment(endsAt) })}</p>
      ))}
    </Notice>
  );
}

/** R15: the holder can cancel; asked once more, because another way to the store costs a day. */
export function Cancelling(): ReactNode {
  const { step, send } = useFlow();
  const { reserved, failure, tryAgain } = useTexts();
  if (step === 'reserved.cancelling')
    return (
      <Screen step={step} heading={reserved.cancelling}>
        <p className="p-busy" role="status" aria-label={reserved.cancelling} />
      </Screen>
    );
  const failed = step === 'reserved.notCancelled';
  return (
    <Screen
      step={step}
      heading={reserved.cancelHeading}
      actions={
        <>
          <Button look="secondary" onClick={() => send({ type: failed ? 'AGAIN' : 'CONFIRM_CANCEL' })}>
            {failed ? tryAgain : reserved.cancelYes}
          </Button>
          <Button onClick={() => send({ type: 'BACK' })}>{reserved.cancelNo}</Button>
        </>
      }
    >
      {failed && <NotCancelled />}
      <p>{failed ? failure.reservationKept : reserved.cancelLead}</p>
    </Screen>
  );
}

function NotCancelled(): ReactNode {
  const { context } = useFlow();
  const { failure } = useTexts();
  const inUse = context.failure?.code === 'reservation-in-use';
  return (
    <Notice kind="error" role="alert">
      <p>{inUse ? failure.happened.reservationInUse : failure.happened.unreachable}</p>
      <p>{inUse ? failure.next.storeFirst : failure.next.wait}</p>
    </Notice>
  );
}

function download({ id, expiresAt }: Reservation, title: string, madeAt: Date): void {
  const file = calendarFile({ id, title, endsAt: new Date(expiresAt), madeAt });
  const url = URL.createObjectURL(new Blob([file], { type: 'text/calendar;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'kaijo.ics';
  link.click();
  URL.revokeObjectURL(url);
}
