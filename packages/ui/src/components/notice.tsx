import type { ReactNode } from 'react';

export type NoticeKind = 'information' | 'success' | 'warning' | 'error';

const SIGNS: Readonly<Record<NoticeKind, string>> = {
  information: 'i',
  success: '✓',
  warning: '!',
  error: '×',
};

export interface NoticeProps {
  readonly kind?: NoticeKind;
  readonly heading?: ReactNode;
  readonly children?: ReactNode;
  /** `alert` is read at once; use it for what went wrong while the holder looks elsewhere. */
  readonly role?: 'alert' | 'status';
}

/** A banner with colour and sign: never colour alone (WCAG 1.4.1). */
export function Notice({ kind = 'information', heading, children, role }: NoticeProps): ReactNode {
  return (
    <div className={`k-notice k-notice--${kind}`} role={role}>
      <span className="k-notice__sign" aria-hidden="true">
        {SIGNS[kind]}
      </span>
      <div className="k-notice__text">
        {heading !== undefined && <p className="k-notice__heading">{heading}</p>}
        {children}
      </div>
    </div>
  );
}
