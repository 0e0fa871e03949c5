import { Button, classes } from '@kaijo/ui';
import { type InputHTMLAttributes, type ReactNode, useId, useState } from 'react';
import { useOperationTexts } from '../texts/index.ts';

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'> {
  readonly label: string;
  readonly hint?: string;
  readonly onText: (text: string) => void;
}

export function Field({ label, hint, onText, ...input }: FieldProps): ReactNode {
  const id = useId();
  return (
    <div className="o-field">
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="c-quiet">
          {hint}
        </p>
      )}
      <input
        id={id}
        {...input}
        className={classes('c-input', input.className)}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onText(event.target.value)}
      />
    </div>
  );
}

interface TextProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly required?: boolean;
  readonly rows?: number;
  readonly maxLength?: number;
  readonly lang?: string;
  readonly onText: (text: string) => void;
}

export function LongText({ label, hint, rows = 3, onText, ...text }: TextProps): ReactNode {
  const id = useId();
  return (
    <div className="o-field">
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="c-quiet">
          {hint}
        </p>
      )}
      <textarea
        id={id}
        {...text}
        rows={rows}
        className="c-input o-text"
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onText(event.target.value)}
      />
    </div>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  /** The words for each value. */
  readonly among: Readonly<Record<T, string>>;
  readonly onChoose: (value: T) => void;
}

export function Choice<T extends string>({ label, value, among, onChoose }: ChoiceProps<T>): ReactNode {
  const id = useId();
  return (
    <div className="o-field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="c-input"
        value={value}
        onChange={(event) => onChoose(event.target.value as T)}
      >
        {(Object.entries(among) as [T, string][]).map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

export function Tick({
  label,
  checked,
  onTick,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly onTick: (checked: boolean) => void;
}): ReactNode {
  return (
    <label className="c-choice">
      <input type="checkbox" checked={checked} onChange={(event) => onTick(event.target.checked)} />
      {label}
    </label>
  );
}

interface FormProps {
  readonly heading: string;
  readonly lead?: string;
  readonly children: ReactNode;
  readonly onSubmit: () => void;
}

export function Form({ heading, lead, children, onSubmit }: FormProps): ReactNode {
  const id = useId();
  return (
    <form
      className="c-form o-form"
      aria-labelledby={id}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <h2 id={id} className="k-subheading">
        {heading}
      </h2>
      {lead !== undefined && <p>{lead}</p>}
      {children}
    </form>
  );
}

interface ConfirmProps {
  readonly children: ReactNode;
  /** For screen readers, where several buttons have the same words. */
  readonly label?: string;
  readonly question: string;
  readonly look?: 'primary' | 'text';
  readonly onConfirm: () => void;
  /** Asked before the question; false: the question is not asked. */
  readonly isReady?: () => boolean;
}

/** A button for what cannot be undone by the next click: it asks before it does it. */
export function Confirm({
  children,
  label,
  question,
  look = 'text',
  onConfirm,
  isReady,
}: ConfirmProps): ReactNode {
  const { texts } = useOperationTexts();
  const [asking, setAsking] = useState(false);
  if (!asking)
    return (
      <Button
        look={look}
        {...(label !== undefined && { 'aria-label': label })}
        onClick={() => setAsking(isReady?.() ?? true)}
      >
        {children}
      </Button>
    );
  return (
    <div className="o-confirm" role="alertdialog" aria-label={question}>
      <p>{question}</p>
      <div className="c-row-actions">
        <Button
          autoFocus
          onClick={() => {
            setAsking(false);
            onConfirm();
          }}
        >
          {children}
        </Button>
        <Button look="secondary" onClick={() => setAsking(false)}>
          {texts.cancel}
        </Button>
      </div>
    </div>
  );
}
