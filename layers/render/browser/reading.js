// A page to read whose links stay in the app and whose cells can be asked about.

import { go } from './pages.js';
import { el, inLanguage } from './text.js';

/** @typedef {{lang: string, html: string, aside: string, rows: string}} Reading */

/** What was last asked of each page, so that the focus can go back there. */
const asked = new WeakMap();

/**
 * Called by Streamlit at the first and at every later payload. The page is filled anew only where it
 * changed, so that its position and focus stay.
 * @param {{parentElement: HTMLElement, data: Reading, setTriggerValue: (name: string, value: string) => void}} component
 */
export default function show({ parentElement, data, setTriggerValue }) {
  inLanguage(data.lang);
  let host = /** @type {any} */ (parentElement.querySelector('.mp-reading'));
  if (!host) {
    const news = el('p', { class: 'mp-news', role: 'status' });
    host = el('div', { class: 'mp-reading' }, news, el('div'), el('div'));
    parentElement.append(host);
    host.addEventListener('click', (/** @type {any} */ event) => clicked(event, host));
    host.addEventListener('keydown', (/** @type {any} */ event) => {
      if (event.key === 'Escape' && host.lastChild.innerHTML) ask('', host);
    });
  }
  host.send = setTriggerValue;
  const [news, page, aside] = host.children;
  const first = !page.filled;
  if (fill(page, data.html) && !first) news.replaceChildren(told(page, data.rows));
  if (fill(aside, data.aside)) (aside.firstElementChild ?? asked.get(host))?.focus({ preventScroll: true });
}

/**
 * @param {any} place
 * @param {string} html escaped by Python
 */
function fill(place, html) {
  if (place.filled === html || (!html && !place.filled)) return false;
  place.filled = html;
  place.innerHTML = html;
  return true;
}

/**
 * Tells whoever does not see it what a change has brought: the title, how the page begins, how much there is.
 * @param {HTMLElement} page
 * @param {string} rows how many rows, with ``{n}`` for the number
 */
function told(page, rows) {
  const begins = ['h1', '[id^="part-"]', '[id^="part-"] + p', '.mr-aside'].map((one) => page.querySelector(one));
  const known = begins.map((one) => one?.textContent.trim().replace(/[.]$/, ''));
  const table = page.querySelector('table') && rows.replace('{n}', page.querySelectorAll('tbody tr').length);
  return [...known, table].filter(Boolean).join('. ');
}

/**
 * @param {any} event
 * @param {any} host
 */
function clicked(event, host) {
  const button = event.target.closest('[data-ask]');
  if (button) {
    if (button.dataset.ask) asked.set(host, button);
    ask(button.dataset.ask, host);
  }
  const anchor = event.target.closest('a[href^="./"]');
  if (!anchor || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(anchor.href);
}

/**
 * @param {string} what
 * @param {any} host
 */
function ask(what, host) {
  host.send('asked', what || 'nothing');
}
