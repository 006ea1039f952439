// What an abbreviation means, beside it: on hover, on focus, by touch. Escape puts it away.

import { fetchOnce } from './assets.js';
import { el } from './text.js';

const GRACE = 250; // ms in which the pointer may reach the card
const EDGE = 8; // pixels that the card keeps from the window's edge

/** @type {any} */
let card = null;
let address = '';
let timer = 0;

/** Listens from now on; called by whatever is on every page. @param {string} glossary its address */
export function explain(glossary) {
  address = glossary;
  if (card) return;
  card = el('div', { id: 'mg-card', role: 'tooltip', hidden: '' });
  document.body.append(card);
  const termOf = (/** @type {any} */ event) => event.target.closest?.('.mg');
  for (const kind of ['pointerover', 'focusin', 'click']) {
    document.addEventListener(kind, (event) => {
      const term = termOf(event);
      if (term) show(term);
      else if (card.contains(event.target)) clearTimeout(timer);
      else if (kind === 'click') hide();
    });
  }
  for (const kind of ['pointerout', 'focusout']) {
    document.addEventListener(kind, (event) => {
      if (termOf(event) || card.contains(event.target)) timer = setTimeout(hide, GRACE);
    });
  }
  document.addEventListener('keydown', (event) => event.key === 'Escape' && hide());
  document.addEventListener('scroll', hide, { capture: true, passive: true });
}

/** @param {HTMLElement} term */
async function show(term) {
  clearTimeout(timer);
  const words = (await fetchOnce(address).catch(() => ({})))[document.documentElement.lang]?.[term.dataset.term ?? ''];
  if (!words || !term.isConnected) return;
  const [name, means] = words;
  card.replaceChildren(el('strong', {}, name), el('span', {}, means));
  card.hidden = false;
  term.setAttribute('aria-describedby', card.id);
  const at = term.getBoundingClientRect();
  const below = at.bottom + 6 + card.offsetHeight < innerHeight;
  const left = Math.max(EDGE, Math.min(at.left, innerWidth - card.offsetWidth - EDGE));
  Object.assign(card.style, {
    left: `${left}px`, top: `${below ? at.bottom + 6 : Math.max(EDGE, at.top - 6 - card.offsetHeight)}px`,
  });
}

function hide() {
  card.hidden = true;
}
