import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Axe's rules for WCAG 2.0 to 2.2, levels A and AA, and its good practice. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe-core finds on the page as it stands, a line each: `rule: what (where)`. Empty is what a test wants. */
export async function accessibilityFaults(
  page: Page,
  /** 7:1 instead of 4.5:1 (WCAG 2.2, 1.4.6): for a screen that stands in bright light. */
  { strongContrast = false } = {},
): Promise<readonly string[]> {
  // Not as a script element: the policy of the pages forbids foreign scripts.
  await page.evaluate(axe.source);
  return page.evaluate(
    async ({ tags, strong }) => {
      const engine = (globalThis as unknown as { axe: typeof axe }).axe;
      const { violations } = await engine.run(document, {
        runOnly: { type: 'tag', values: [...tags] },
        rules: { 'color-contrast-enhanced': { enabled: strong } },
      });
      return violations.flatMap(({ id, help, nodes }) =>
        nodes.map(
          ({ target, failureSummary }) => `${id}: ${help} (${target.join(' ')}) ${failureSummary ?? ''}`,
        ),
      );
    },
    { tags: RULES, strong: strongContrast },
  );
}

/** Pixels by which the page is wider than the window: scrolling in two directions (WCAG 2.2, 1.4.10). */
export function sidewaysOverflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
