import { type AgentLink, connectToAgent, type Disconnected, type View } from '../local-api/index.ts';

/** What the agent shows, or why it shows nothing. */
export type Shown = { readonly view: View } | { readonly view?: undefined; readonly why: Disconnected };

export interface AgentView {
  readonly link: AgentLink;
  /** For React's `useSyncExternalStore`. */
  subscribe(onChange: () => void): () => void;
  current(): Shown;
}

/** Keeps the newest view and nothing before it: a session that has ended leaves nothing in the page. */
export function followAgent(connect: typeof connectToAgent = connectToAgent): AgentView {
  let shown: Shown = { why: 'connecting' };
  const listeners = new Set<() => void>();
  const show = (next: Shown): void => {
    shown = next;
    for (const listener of listeners) listener();
  };
  const link = connect({
    onView: (view) => show({ view }),
    onDisconnected: (why) => show({ why }),
  });
  return {
    link,
    subscribe(onChange) {
      listeners.add(onChange);
      return () => void listeners.delete(onChange);
    },
    current: () => shown,
  };
}
