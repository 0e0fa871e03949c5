import { type ReactNode, useEffect, useRef } from 'react';

export interface ScreenProps {
  /**
   * Names the step; when it changes, focus goes to the heading, so that screen readers read the new screen from its
   * start. The same step in another language keeps the focus.
   */
  readonly step: string;
  readonly heading: ReactNode;
  /** Above the heading: the step's place among the others. */
  readonly above?: ReactNode;
  readonly children?: ReactNode;
  /** The way on, kept at the bottom; the main button first. */
  readonly actions?: ReactNode;
}

/** The app's own title, as its page came. */
const APP = globalThis.document?.title ?? '';

/** One question, one main button (screens.md). */
export function Screen({ step, heading, above, children, actions }: ScreenProps): ReactNode {
  const title = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the step is what the focus follows
  useEffect(() => {
    window.scrollTo?.(0, 0);
    title.current?.focus({ preventScroll: true });
  }, [step]);
  // The window, its tab and the browser's history name the step as well (WCAG 2.2, 2.4.2).
  useEffect(() => {
    document.title = [title.current?.textContent, APP].filter(Boolean).join(' | ');
  });
  return (
    <main className="k-screen" data-step={step}>
      {above}
      <h1 className="k-heading" ref={title} tabIndex={-1}>
        {heading}
      </h1>
      <div className="k-screen__body">{children}</div>
      {actions !== undefined && actions !== false && <div className="k-actions">{actions}</div>}
    </main>
  );
}

export interface FrameProps {
  /** The app's name. */
  readonly name: ReactNode;
  /** Language, contrast, read aloud: on every screen. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
}

/** What stands around every screen of an app. */
export function Frame({ name, tools, children, footer }: FrameProps): ReactNode {
  return (
    <div className="k-frame">
      <header className="k-header">
        <p className="k-header__name">{name}</p>
        <div className="k-header__tools">{tools}</div>
      </header>
      {children}
      {footer !== undefined && <footer className="k-footer">{footer}</footer>}
    </div>
  );
}
