import '@kaijo/ui/kaijo.css';
import './kiosk.css';
import './pictures.css';
import { DEFAULT_LANGUAGE, type Voice } from '@kaijo/ui';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { followAgent } from './agent-view.ts';
import { Kiosk } from './kiosk.tsx';
import { applyPanelSize } from './panel.ts';
import { load } from './texts/index.ts';

applyPanelSize(window);
const agent = followAgent();

function show(start: Voice): void {
  const root = document.getElementById('app');
  if (root === null) return;
  createRoot(root).render(
    <StrictMode>
      <Kiosk agent={agent} start={start} />
    </StrictMode>,
  );
}

// The words come from the agent like the page: where they do not, the page is loaded again.
load(DEFAULT_LANGUAGE).then(show, () => setTimeout(() => location.reload(), 2_000));
