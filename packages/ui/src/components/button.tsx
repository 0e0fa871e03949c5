import type { ButtonHTMLAttributes, ReactNode } from 'react';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** One `primary` a screen: the way on. */
  readonly look?: 'primary' | 'secondary' | 'text';
  readonly children: ReactNode;
}

/** A button of the Digital Agency's design system; at least 44 px high (WCAG 2.5.8 asks for 24). */
export function Button({ look = 'primary', type = 'button', className, ...rest }: ButtonProps): ReactNode {
  return <button type={type} className={classes('k-button', `k-button--${look}`, className)} {...rest} />;
}

export interface LinkButtonProps {
  readonly href: string;
  readonly look?: 'primary' | 'secondary' | 'text';
  readonly children: ReactNode;
}

/** A link that looks like a button: it leads somewhere, it does nothing. */
export function LinkButton({ href, look = 'secondary', children }: LinkButtonProps): ReactNode {
  return (
    <a className={classes('k-button', `k-button--${look}`)} href={href}>
      {children}
    </a>
  );
}

export function classes(...names: readonly (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
