// The links to the pages. Each keeps the whole query of the address, also the position that only the
// browser knows: Streamlit's own links would leave it behind.

import { el } from './text.js';

const own = /** @type {any} */ (document.querySelector('script[src*="/static/js/"]'));
const ROOT = own ? new URL('../../', own.src) : new URL('/', location.href);

/** @typedef {{path: string, title: string, here: boolean}} Page */

/**
 * Called by Streamlit at the first and at every later payload.
 * @param {{parentElement: HTMLElement, data: {lang: string, label: string, pages: Page[]}}} component
 */
export default function show({ parentElement, data }) {
  document.documentElement.lang = data.lang;
  const items = data.pages.map((page) => el('li', {}, link(page)));
  const nav = el('nav', { class: 'mp-pages', 'aria-label': data.label }, el('ul', {}, ...items));
  const before = parentElement.querySelector('nav');
  if (before?.outerHTML === nav.outerHTML) return;
  if (before) before.replaceWith(nav);
  else parentElement.append(nav);
}

/** @param {Page} page */
function link({ path, title, here }) {
  const address = () => new URL(path, ROOT).pathname + location.search;
  const current = (/** @type {any} */ event) => event.currentTarget.setAttribute('href', address());
  return el('a', {
    href: new URL(path, ROOT).pathname,
    'aria-current': here ? 'page' : null,
    // The query as it is when the link is used, also to open or copy it.
    onpointerdown: current,
    onkeydown: current,
    onclick: (/** @type {MouseEvent} */ event) => {
      if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      if (here) return;
      // As if the reader had gone forward to it: Streamlit shows the page of the address.
      history.pushState({}, '', address());
      dispatchEvent(new PopStateEvent('popstate', { state: {} }));
    },
  }, title);
}
