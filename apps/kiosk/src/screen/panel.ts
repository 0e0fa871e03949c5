const KEPT = 'kaijo-panel-mm';

/**
 * The width of the panel in millimetres, so that 20 mm are 20 mm on the glass: `?panel=336` of the start address, kept for
 * the tab's reloads. Without it the stylesheet assumes a 27-inch panel upright, or a 19-inch one lying.
 */
export function applyPanelSize(page: Window): void {
  const asked = new URLSearchParams(page.location.search).get('panel') ?? page.sessionStorage.getItem(KEPT);
  const millimetres = Number(asked);
  if (!(millimetres >= 100 && millimetres <= 2000)) return;
  page.sessionStorage.setItem(KEPT, String(millimetres));
  page.document.documentElement.style.setProperty('--panel', String(millimetres));
}
