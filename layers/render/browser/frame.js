// The elements around and over the map, and their words.

import { answer, reopen } from './asked.js';
import { el, inLanguage } from './text.js';

/** @type {WeakMap<HTMLElement, string | null | undefined>} */
const placed = new WeakMap();
let serial = 0;

/** Builds the elements of one map, still without words. */
export function frame() {
  const described = `mm-alt-${(serial += 1)}`;
  const button = (/** @type {string} */ sign) => el('button', { type: 'button' }, sign);
  const zoom = { in: button('+'), out: button('−'), reset: button('⌂') };
  const parts = {
    zoom,
    crumbs: el('nav', { class: 'mm-crumbs' }),
    search: el('div', { class: 'mm-search' }),
    title: el('h2', { class: 'mm-title' }),
    map: el('div', { class: 'mm-map', role: 'application', 'aria-describedby': described }),
    hint: el('p', { class: 'mm-hint', hidden: '', 'aria-hidden': 'true' }),
    alt: el('p', { id: described, class: 'mm-hidden' }),
    news: el('p', { class: 'mm-news mm-hidden', role: 'status' }),
    buttons: el('div', { class: 'mm-buttons' }, ...Object.values(zoom)),
    legend: el('section', { class: 'mm-legend' }),
    credit: el('p', { class: 'mm-credit' }),
    table: el('div', { class: 'mm-table' }),
    head: el('div', { class: 'mm-head' }),
    stats: el('div', { class: 'mm-headline' }),
    facts: el('section', { class: 'mm-facts', tabindex: '0' }),
  };
  answer(parts.facts);
  const stage = el('div', { class: 'mm-stage' }, parts.map, parts.buttons, parts.legend, parts.hint);
  const view = el('div', { class: 'mm-view' },
    el('div', { class: 'mm-bar' }, parts.crumbs, parts.search),
    parts.title, parts.alt, stage, parts.credit);
  const root = el('section', { class: 'mm' }, parts.head, parts.stats, view, parts.facts, parts.table, parts.news);
  return { ...parts, stage, root };
}

/** @typedef {ReturnType<typeof frame>} Parts */

/**
 * Writes everything that is only words and attributes.
 * @param {Parts} parts
 * @param {import('./payload.js').Payload} data
 * @param {(id: string) => void} focus called with the area of a breadcrumb
 */
export function say(parts, data, focus) {
  inLanguage(data.lang, parts.root);
  parts.title.textContent = data.title;
  parts.title.hidden = !data.title;
  parts.map.setAttribute('aria-label', data.name);
  parts.hint.textContent = data.wheel;
  const height = typeof data.height === 'number' ? `${data.height}px` : data.height;
  parts.root.style.setProperty('--mm-height', height);
  parts.root.style.setProperty('--mm-mark', data.mark);
  for (const [name, word] of Object.entries(data.zoom)) {
    const button = parts.zoom[/** @type {"in" | "out" | "reset"} */ (name)];
    button.setAttribute('aria-label', word);
    button.title = word;
  }
  place(parts.head, data.head);
  place(parts.stats, data.stats);
  if (place(parts.facts, data.facts?.join(''))) parts.facts.scrollTop = 0;
  place(parts.credit, data.credit);
  parts.facts.dataset.of = data.pick ?? data.focus;
  parts.facts.setAttribute('aria-label', parts.facts.querySelector('h2')?.textContent ?? '');
  announce(parts, data);
  drawCrumbs(parts.crumbs, data.crumbs ?? [], focus);
}

/**
 * Tells whoever does not see it what a change has brought: another map, or other facts.
 * @param {Parts} parts
 * @param {import('./payload.js').Payload} data
 */
function announce({ alt, news, facts }, data) {
  const other = alt.textContent !== data.alt;
  const opened = news.dataset.of !== facts.dataset.of;
  const first = !alt.textContent;
  alt.textContent = data.alt;
  news.dataset.of = facts.dataset.of;
  if (first || !(other || opened)) return;
  news.textContent = other ? data.alt : heads(facts);
}

/** What facts say first. @param {HTMLElement} facts */
function heads(facts) {
  const known = ['h2', '.mm-sub', 'li'].map((one) => facts.querySelector(one)?.innerText.replace(/\s+/g, ' '));
  return known.filter(Boolean).join('. ');
}

/**
 * Puts markup made by Python, where everything quoted is escaped; tells whether it is other than before.
 * @param {HTMLElement} host @param {string | null | undefined} markup
 */
function place(host, markup) {
  host.hidden = !markup;
  if (placed.get(host) === markup) return false; // keeps the reader's place in it
  placed.set(host, markup);
  host.innerHTML = markup ?? '';
  reopen(host);
  return true;
}

/**
 * @param {HTMLElement} host
 * @param {{id: string, name: string}[]} crumbs the last one is where the reader is
 * @param {(id: string) => void} focus
 */
function drawCrumbs(host, crumbs, focus) {
  const said = JSON.stringify(crumbs);
  host.hidden = crumbs.length === 0;
  if (host.dataset.said === said) return; // keeps the keyboard's place
  host.dataset.said = said;
  const here = crumbs.length - 1;
  host.replaceChildren(el('ol', {}, ...crumbs.map(({ id, name }, i) =>
    i === here
      ? el('li', { 'aria-current': 'location' }, name)
      : el('li', {}, el('button', { type: 'button', onclick: () => focus(id) }, name)))));
}
