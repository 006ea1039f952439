// The shared screen: one slide fills the window, the next and the one before are prepared.

import { Maps, prepare } from './maps.js';
import { whole } from './once.js';
import { el, inLanguage } from './text.js';

/**
 * @typedef {object} Page A slide.
 * @property {number} number
 * @property {string} title
 * @property {string} subtitle
 * @property {string[]} doubts what of its query was not understood.
 * @property {string} figure
 * @property {string} label what the figure counts.
 * @property {string} reading
 * @property {string} source
 * @property {string} disclaimer
 * @property {import('./payload.js').Payload[]} maps
 */

/**
 * @typedef {object} Slides
 * @property {number} number the slide of the address.
 * @property {number} total
 * @property {string} lang
 * @property {Page[]} pages it and its neighbours.
 * @property {Record<string, string>} words
 */

/** @typedef {(event: string, value: string) => void} Tell */

/** @type {WeakMap<object, Deck>} */
const mounted = new WeakMap();

/**
 * Called by Streamlit at the first and at every later payload.
 * @param {{parentElement: HTMLElement, data: Slides, setTriggerValue: Tell}} component
 * @returns {() => void}
 */
export default function show({ parentElement, data, setTriggerValue }) {
  let deck = mounted.get(parentElement);
  if (!deck) mounted.set(parentElement, (deck = new Deck(parentElement)));
  whole(data, setTriggerValue, (all) => deck.update(all, setTriggerValue));
  return () => {
    if (parentElement.isConnected) return;
    mounted.get(parentElement)?.remove();
    mounted.delete(parentElement);
  };
}

const PAUSE = 250; // ms after a slide is seen until its neighbours are drawn
const SMALL = matchMedia('(max-width: 640px)'); // a phone draws one slide at a time
const FORWARD = ['ArrowRight', 'ArrowDown', 'PageDown', ' '];
const BACK = ['ArrowLeft', 'ArrowUp', 'PageUp'];

class Deck {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    /** @type {Map<number, Page>} slides as they were prepared */
    this.prepared = new Map();
    /** @type {Slides | null} */
    this.data = null;
    /** @type {number | null} the slide that was asked for and is not yet in the address */
    this.awaited = null;
    this.number = 0;
    /** @type {Map<number, {host: HTMLElement, maps: Maps, visit: number, said: string, left: boolean}>} drawn slides by number: this one, and its neighbours out of sight */
    this.stages = new Map();
    this.visits = 0;
    this.timer = 0;
    /** @type {Tell} */
    this.tell = () => {};
    this.parts = this.frame();
    parent.append(this.parts.root);
    this.onKey = (/** @type {KeyboardEvent} */ event) => this.key(event);
    // Before the map's own keys: arrows would move the map instead.
    addEventListener('keydown', this.onKey, { capture: true });
  }

  frame() {
    const button = (/** @type {string} */ sign, /** @type {() => void} */ onclick) => el('button', {
      type: 'button', onclick,
      // A press of the mouse leaves the focus where it is, so that space still means "next".
      onpointerdown: (/** @type {Event} */ event) => event.preventDefault(),
      onmousedown: (/** @type {Event} */ event) => event.preventDefault(),
    }, sign);
    const parts = {
      doubts: el('ul', { class: 'mm-doubts', role: 'status' }),
      title: el('h1'),
      subtitle: el('p', { class: 'md-sub' }),
      figure: el('b'),
      label: el('span'),
      reading: el('p', { class: 'md-reading' }),
      stages: el('div', { class: 'md-stages' }),
      source: el('p', { class: 'md-source' }),
      disclaimer: el('p', { class: 'md-small' }),
      previous: button('‹', () => this.go(this.number - 1)),
      counter: el('span', { class: 'md-counter' }),
      next: button('›', () => this.go(this.number + 1)),
      leave: button('×', () => this.leave()),
    };
    const said = el('div', { class: 'md-said', 'aria-live': 'polite' }, parts.doubts, parts.title, parts.subtitle, parts.reading);
    const head = el('header', {}, said, el('p', { class: 'md-figure' }, parts.figure, parts.label));
    const nav = el('nav', {}, parts.previous, parts.counter, parts.next, parts.leave);
    const foot = el('footer', {}, parts.source, el('div', {}, parts.disclaimer, nav));
    return { ...parts, root: el('section', { class: 'md' }, head, parts.stages, foot) };
  }

  /** @param {Slides} data @param {Tell} tell */
  update(data, tell) {
    this.data = data;
    this.tell = tell;
    for (const page of data.pages) {
      if (page.number !== data.number) this.prepared.set(page.number, page);
      prepare(page.maps);
    }
    if (this.awaited !== null && this.awaited !== data.number) return; // the reader is further on
    this.awaited = null;
    const page = data.pages.find(({ number }) => number === data.number);
    if (!page) return;
    if (!page.maps.some(({ pick }) => pick)) this.prepared.set(page.number, page);
    this.number = page.number;
    this.show(page);
  }

  /** To another slide, as it was prepared. @param {number} number */
  go(number) {
    if (!this.data || number < 1 || number > this.data.total || number === this.number) return;
    this.number = this.awaited = number;
    const page = this.prepared.get(number);
    if (page) this.show(page);
    else this.parts.root.setAttribute('aria-busy', 'true');
    this.tell('slide', String(number));
  }

  /** @param {Page} page */
  show(page) {
    const { parts, data } = this;
    const { words, total, lang } = /** @type {Slides} */ (data);
    inLanguage(lang, parts.root);
    parts.root.removeAttribute('aria-busy');
    if (parts.root.dataset.slide !== String(page.number)) this.renew(page.number);
    parts.root.dataset.slide = String(page.number);
    for (const name of /** @type {const} */ (['title', 'subtitle', 'figure', 'label', 'reading', 'source', 'disclaimer'])) {
      write(parts[name], page[name]);
    }
    parts.doubts.replaceChildren(...page.doubts.map((doubt) => el('li', {}, doubt)));
    parts.doubts.hidden = !page.doubts.length;
    write(parts.counter, total > 1 ? words.counter.replace('{n}', String(page.number)) : '');
    for (const name of /** @type {const} */ (['previous', 'next', 'leave'])) {
      parts[name].setAttribute('aria-label', words[name]);
      parts[name].title = words[name];
      parts[name].hidden = total === 1 && name !== 'leave';
    }
    parts.previous.disabled = page.number === 1;
    parts.next.disabled = page.number === total;
    this.draw(page);
    for (const [number, { host }] of this.stages) {
      host.classList.toggle('md-now', number === page.number);
      host.inert = number !== page.number;
    }
    const stage = this.stages.get(page.number);
    if (stage) stage.left = true; // wherever the reader takes it, it begins anew
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ahead(), PAUSE);
  }

  /** Draws a slide where it will be seen, whether or not it is in sight yet. @param {Page} page */
  draw(page) {
    let stage = this.stages.get(page.number);
    if (!stage) {
      const host = el('div', { class: 'md-maps' });
      this.parts.stages.append(host);
      this.stages.set(page.number, (stage = { host, maps: new Maps(host), visit: (this.visits += 1), said: '', left: false }));
    }
    const { maps, visit } = stage;
    const said = JSON.stringify([visit, page.maps]);
    if (stage.said === said) return; // it is drawn already
    stage.said = said;
    // A map begins at its prepared place on every visit, without a flight.
    const placed = page.maps.map((map) => ({ ...map, view: { ...map.view, key: `${page.number}.${visit}`, jump: true } }));
    maps.update(placed, (event, value) => event === 'pick' && this.tell(event, value));
  }

  /** Puts the neighbours where they begin, out of sight, and takes away what is further off. */
  ahead() {
    const near = SMALL.matches ? [] : [this.number - 1, this.number + 1];
    for (const [number, { host, maps }] of this.stages) {
      if (number === this.number || near.includes(number)) continue;
      maps.remove();
      host.remove();
      this.stages.delete(number);
    }
    for (const number of near) {
      const page = this.prepared.get(number);
      this.renew(number);
      if (page) this.draw(page);
      this.stages.get(number)?.host.toggleAttribute('inert', true);
    }
  }

  /** Has a slide that was left begin anew when it is next drawn. @param {number} number */
  renew(number) {
    const stage = this.stages.get(number);
    if (stage?.left) [stage.visit, stage.left] = [(this.visits += 1), false];
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.key === ' ' && target.closest?.('button, summary')) return; // presses what has the focus
    const steps = FORWARD.includes(event.key) ? 1 : BACK.includes(event.key) ? -1 : 0;
    if (steps) this.go(this.number + (event.shiftKey && event.key === ' ' ? -1 : steps));
    else if (event.key === 'Home') this.go(1);
    else if (event.key === 'End') this.go(this.data?.total ?? 1);
    else if (event.key === 'Escape') this.leave();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /** Closes what is open, else leaves the shared screen. */
  leave() {
    const open = this.parts.root.querySelector('.md-now .mm-facts:not([hidden])');
    this.tell(open ? 'pick' : 'leave', open ? '' : '1');
  }

  remove() {
    removeEventListener('keydown', this.onKey, { capture: true });
    clearTimeout(this.timer);
    for (const { maps } of this.stages.values()) maps.remove();
    this.parts.root.remove();
  }
}

/** @param {HTMLElement} element @param {string} text */
function write(element, text) {
  element.hidden = !text;
  if (element.textContent !== text) element.textContent = text;
}
