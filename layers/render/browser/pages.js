// The links to the pages. Each keeps the whole query of the address, also the position that only the
// browser knows: Streamlit's own links would leave it behind.

import './focus.js';
import { explain } from './terms.js';
import { el, inLanguage } from './text.js';

const own = /** @type {any} */ (document.querySelector('script[src*="/static/js/"]'));
const ROOT = own ? new URL('../../', own.src) : new URL('/', location.href);

/** @typedef {{path: string, title: string, here: boolean, apart?: boolean}} Page */

/**
 * Called by Streamlit at the first and at every later payload. The links stay what they are, so that
 * the one just used keeps the focus.
 * @param {{parentElement: HTMLElement, data: {lang: string, label: string, menu?: string, glossary: string, pages: Page[]}}} component
 */
export default function show({ parentElement, data }) {
  inLanguage(data.lang);
  const first = document.getElementById('mm-first');
  if (!first?.querySelector('.mm')) first?.remove(); // its map was never drawn
  explain(data.glossary);
  let nav = parentElement.querySelector('nav');
  if (!nav) {
    const items = data.pages.map(({ path, apart }) => el('li', {}, link(path, apart)));
    nav = el('nav', { class: 'mp-pages' }, el('ul', {}, ...items));
    parentElement.append(data.menu ? folded(nav) : nav);
  }
  nav.setAttribute('aria-label', data.label);
  const said = parentElement.querySelector('summary');
  said?.replaceChildren(`${data.menu} `, el('b', {}, data.pages.find(({ here }) => here)?.title ?? ''));
  nav.querySelectorAll('a').forEach((/** @type {any} */ anchor, /** @type {number} */ place) => {
    const { title, here } = data.pages[place];
    if (anchor.textContent !== title) anchor.textContent = title;
    anchor.toggleAttribute('aria-current', here);
    if (here) anchor.setAttribute('aria-current', 'page');
  });
}

/** Links in a menu, which closes when one is taken, by Escape, and by a press beside it. @param {HTMLElement} nav */
function folded(nav) {
  const summary = el('summary');
  const menu = el('details', { class: 'mp-menu' }, summary, nav);
  nav.addEventListener('click', () => (menu.open = false));
  menu.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    summary.focus();
  });
  return menu;
}

document.addEventListener('pointerdown', ({ target }) => {
  for (const menu of /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll('.mp-menu[open]'))) {
    if (!menu.contains(/** @type {Node} */ (target))) menu.open = false;
  }
});

/**
 * @param {string} path below the app's root
 * @param {boolean} [apart] whether it is a page of its own, which the browser loads
 */
function link(path, apart = false) {
  const address = () => new URL(path, ROOT).pathname + location.search;
  const current = (/** @type {any} */ event) => event.currentTarget.setAttribute('href', address());
  return el('a', {
    href: new URL(path, ROOT).pathname,
    // The query as it is when the link is used, also to open or copy it.
    onpointerdown: current,
    onkeydown: current,
    onclick: (/** @type {any} */ event) => {
      if (apart || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      if (event.currentTarget.hasAttribute('aria-current')) return;
      go(address());
    },
  });
}

/**
 * Go to an address of the app in the same session, as if the reader had gone forward to it: Streamlit
 * shows the page of the address.
 * @param {string} address
 */
export function go(address) {
  history.pushState({}, '', address);
  dispatchEvent(new PopStateEvent('popstate', { state: {} }));
  document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
}
