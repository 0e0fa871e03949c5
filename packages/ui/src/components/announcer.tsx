import { createContext, type ReactNode, useCallback, useContext, useRef } from 'react';

const Announce = createContext<((text: string) => void) | undefined>(undefined);

/** A polite live region for the whole app; it says what happened without moving the focus. */
export function Announcer({ children }: { readonly children: ReactNode }): ReactNode {
  const region = useRef<HTMLParagraphElement>(null);
  const announce = useCallback((text: string) => {
    const node = region.current;
    if (node === null) return;
    // The same words twice are read only when the text changes in between: a no-break space is not heard.
    node.textContent = node.textContent === text ? `${text}\u00a0` : text;
  }, []);
  return (
    <Announce value={announce}>
      {children}
      <p ref={region} className="k-visually-hidden" aria-live="polite" />
    </Announce>
  );
}

/** @throws Error outside of an `Announcer` */
export function useAnnounce(): (text: string) => void {
  const announce = useContext(Announce);
  if (announce === undefined) throw new Error('useAnnounce needs an Announcer above it');
  return announce;
}
