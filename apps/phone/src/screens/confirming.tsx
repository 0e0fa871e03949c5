import type { CardFields } from '@kaijo/card-photo';
import { composePinB, type Era, type PinBRefusal, type PrintedBirth } from '@kaijo/mynacard';
import { Button, Notice, Screen, useVoice } from '@kaijo/ui';
import { type ReactNode, useId, useRef, useState } from 'react';
import { dayInJapan } from '../day-in-japan.ts';
import { useServices } from '../services.ts';
import { type PhoneSource, useTexts } from '../texts/index.ts';
import { useFlow } from './flow.ts';
import { Progress } from './progress.tsx';

const CALENDARS = ['showa', 'heisei', 'reiwa', 'taisho', 'meiji', 'western'] as const;

const FAULTS: Readonly<Record<PinBRefusal, keyof PhoneSource['printed']['faults']>> = {
  'birth-calendar-unsure': 'calendar',
  'birth-not-a-date': 'date',
  'birth-not-in-era': 'era',
  'birth-in-the-future': 'date',
  'expiry-year-implausible': 'expiry',
  'security-code-not-four-digits': 'code',
};

/**
 * Phone 3: the three fields, to confirm or correct; what the photo did not tell for sure is empty. PIN-B comes of them
 * only when everything fits together (card.md), and it goes to the card and nowhere else (R38).
 */
export function Confirming(): ReactNode {
  const { step, context, send } = useFlow();
  const { printed, photo } = useTexts();
  const { ui } = useVoice();
  const { clock } = useServices();
  const form = useRef<HTMLFormElement>(null);
  const [fault, setFault] = useState<keyof PhoneSource['printed']['faults'] | undefined>();
  const { read } = context;
  const typed = read === undefined;

  const submit = (): void => {
    if (form.current === null) return;
    const data = new FormData(form.current);
    const composed = composePinB(
      {
        birth: birthOf(data),
        expiryYear: numberOf(data, 'expiry'),
        securityCode: digitsOf(data, 'code'),
      },
      dayInJapan(clock.now()),
    );
    if (composed.kind === 'refused') {
      setFault(FAULTS[composed.reason]);
      form.current.querySelector<HTMLElement>(`[data-fault~="${FAULTS[composed.reason]}"]`)?.focus();
      return;
    }
    send({ type: 'PRINTED', pinB: composed.pinB });
  };

  return (
    <Screen
      step={step}
      heading={typed ? printed.headingTyped : printed.heading}
      above={<Progress at="photo" />}
      actions={
        <>
          <Button onClick={submit}>{typed ? ui.next : printed.confirm}</Button>
          <Button look="text" onClick={() => send({ type: 'BACK' })}>
            {typed ? photo.takeNow : printed.photoAgain}
          </Button>
        </>
      }
    >
      {context.hiccup?.kind === 'pin-b-wrong' && (
        <Notice kind="error" role="alert">
          {printed.wrong}
        </Notice>
      )}
      <p>{typed ? printed.leadTyped : printed.lead}</p>
      <form
        ref={form}
        className="p-form"
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Birth read={read} fault={fault} />
        <Digits
          name="expiry"
          digits={4}
          label={printed.expiryYear}
          help={printed.expiryHelp}
          value={sureValue(read?.expiryYear)}
          unsure={read !== undefined && read.expiryYear.certainty !== 'sure'}
          fault={fault === 'expiry' ? printed.faults.expiry : undefined}
          faultName="expiry"
        />
        <Digits
          name="code"
          digits={4}
          label={printed.code}
          help={printed.codeHelp}
          value={sureValue(read?.securityCode)}
          unsure={read !== undefined && read.securityCode.certainty !== 'sure'}
          fault={fault === 'code' ? printed.faults.code : undefined}
          faultName="code"
        />
        {/* Enter in a field sends the form; the button that everybody sees is among the actions. */}
        <button type="submit" hidden />
      </form>
    </Screen>
  );
}

function Birth({
  read,
  fault,
}: {
  readonly read: CardFields | undefined;
  readonly fault: string | undefined;
}): ReactNode {
  const { printed } = useTexts();
  const id = useId();
  const birth = read?.birth.certainty === 'sure' ? read.birth.value : undefined;
  const calendar = birth === undefined ? '' : birth.calendar === 'era' ? birth.era : 'western';
  const said =
    fault === 'calendar' || fault === 'date' || fault === 'era' ? printed.faults[fault] : undefined;
  return (
    <fieldset className="p-fieldset" aria-describedby={`${id}-said`}>
      <legend>{printed.birth}</legend>
      <div className="p-date">
        <p className="p-field">
          <label htmlFor={`${id}-calendar`}>{printed.calendar}</label>
          <select id={`${id}-calendar`} name="calendar" defaultValue={calendar} data-fault="calendar era">
            <option value="">{printed.calendarChoose}</option>
            {CALENDARS.map((one) => (
              <option key={one} value={one}>
                {one === 'western' ? printed.calendarWestern : printed.eras[one]}
              </option>
            ))}
          </select>
        </p>
        <Digits name="year" digits={4} label={printed.year} value={birth?.year} faultName="date" />
        <Digits name="month" digits={2} label={printed.month} value={birth?.month} faultName="month" />
        <Digits name="day" digits={2} label={printed.day} value={birth?.day} faultName="day" />
      </div>
      <div id={`${id}-said`} aria-live="polite">
        {read !== undefined && birth === undefined && <p className="p-unsure">{printed.unsure}</p>}
        {said !== undefined && <p className="p-fault">{said}</p>}
      </div>
    </fieldset>
  );
}

interface DigitsProps {
  readonly name: string;
  readonly digits: number;
  readonly label: string;
  readonly help?: string;
  readonly value?: number | string | undefined;
  readonly unsure?: boolean;
  readonly fault?: string | undefined;
  readonly faultName: string;
}

function Digits({
  name,
  digits,
  label,
  help,
  value,
  unsure = false,
  fault,
  faultName,
}: DigitsProps): ReactNode {
  const { printed } = useTexts();
  const id = useId();
  return (
    <p className="p-field">
      <label htmlFor={id}>{label}</label>
      {help !== undefined && (
        <span id={`${id}-help`} className="p-quiet">
          {help}
        </span>
      )}
      <input
        id={id}
        name={name}
        className="p-digits"
        inputMode="numeric"
        autoComplete="off"
        maxLength={digits}
        size={digits + 1}
        defaultValue={value}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-said${help === undefined ? '' : ` ${id}-help`}`}
        data-fault={faultName}
      />
      <span id={`${id}-said`} aria-live="polite">
        {unsure && <span className="p-unsure">{printed.unsure}</span>}
        {fault !== undefined && <span className="p-fault">{fault}</span>}
      </span>
    </p>
  );
}

function sureValue<T>(field: { readonly certainty: string; readonly value?: T } | undefined): T | undefined {
  return field?.certainty === 'sure' ? field.value : undefined;
}

function birthOf(data: FormData): PrintedBirth {
  const calendar = String(data.get('calendar') ?? '');
  const date = { year: numberOf(data, 'year'), month: numberOf(data, 'month'), day: numberOf(data, 'day') };
  if (calendar === '') return { calendar: 'unsure' };
  return calendar === 'western' ? { calendar, ...date } : { calendar: 'era', era: calendar as Era, ...date };
}

/** Full-width digits are folded as they are for PINs (R8). */
function digitsOf(data: FormData, name: string): string {
  return String(data.get(name) ?? '')
    .trim()
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
}

function numberOf(data: FormData, name: string): number {
  const digits = digitsOf(data, name);
  return /^[0-9]+$/.test(digits) ? Number(digits) : Number.NaN;
}
