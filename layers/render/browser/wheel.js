// The wheel over the map scrolls the page; with Ctrl or ⌘ it zooms. Two fingers on a pad that spread
// arrive as a wheel with Ctrl.

const PAUSE = 1600; // ms for which the hint stays

/**
 * Keeps the wheel from the map while the page can scroll, and says how to zoom.
 * @param {import('./frame.js').Parts} parts
 */
export function guardWheel({ map, hint }) {
  let timer = 0;
  map.addEventListener('wheel', (event) => {
    if (event.ctrlKey || event.metaKey || !pageScrolls(map)) return;
    event.stopImmediatePropagation(); // before Leaflet, which would hold the page
    hint.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(() => (hint.hidden = true), PAUSE);
  }, { capture: true });
}

/** Whether anything around the map can scroll. @param {HTMLElement} map */
function pageScrolls(map) {
  for (let e = map.parentElement; e; e = e.parentElement) {
    if (e.scrollHeight > e.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(e).overflowY)) return true;
  }
  return document.documentElement.scrollHeight > innerHeight + 1;
}
