// Search by name: an accessible combobox over the names of all levels, any spelling.

import { el, fold, nameIn } from './text.js';

const MOST = 12;
const PAUSE = 350; // ms without a key before the gazetteer is asked
let serial = 0;

/**
 * @typedef {{id: string, level: number, fr: string, en: string, alias?: string[], up: string[]}} Entry
 * @typedef {{id: string, name: string, hint?: string}} Option
 */

/**
 * The entries that a text may mean, best first: the whole name, its beginning, the beginning
 * of a word in it, any part of it; other spellings after the proper name, larger areas first.
 * @param {Entry[]} entries
 * @param {string} text
 * @param {string} lang
 * @param {string[]} [levels] what each level is called
 * @returns {Option[]}
 */
export function matches(entries, text, lang, levels = []) {
  const wanted = fold(text);
  if (!wanted) return [];
  const names = new Map(entries.map((entry) => [entry.id, nameIn(entry, lang)]));
  return entries
    .map((entry) => ({ entry, ...bestScore(entry, wanted) }))
    .filter(({ score }) => score < Infinity)
    .sort((a, b) => a.score - b.score || a.entry.level - b.entry.level ||
      String(names.get(a.entry.id)).localeCompare(String(names.get(b.entry.id)), lang))
    .slice(0, MOST)
    .map(({ entry, alias }) => ({
      id: entry.id,
      name: String(names.get(entry.id)),
      hint: [levels[entry.level], alias && `(${alias})`, ...entry.up.map((id) => names.get(id))]
        .filter(Boolean).join(', '),
    }));
}

/** @param {Entry} entry @param {string} wanted folded */
function bestScore(entry, wanted) {
  let best = { score: Math.min(score(entry.fr, wanted), score(entry.en, wanted)), alias: '' };
  for (const alias of entry.alias ?? []) {
    const other = score(alias, wanted) + 0.5;
    if (other < best.score) best = { score: other, alias };
  }
  return best;
}

/** @param {string | undefined} name @param {string} wanted folded */
function score(name, wanted) {
  const folded = fold(name ?? '');
  if (folded === wanted) return 0;
  if (folded.startsWith(wanted)) return 1;
  if (folded.includes(` ${wanted}`)) return 2;
  return folded.includes(wanted) ? 3 : Infinity;
}

/** The search box. */
export class Search {
  /**
   * @param {HTMLElement} host
   * @param {import('./payload.js').Send} send
   * @param {() => Promise<Entry[]>} load the names, asked for when the box is first used
   */
  constructor(host, send, load) {
    this.host = host;
    this.send = send;
    this.load = load;
    /** @type {Option[]} */
    this.options = [];
    this.active = -1;
    this.asked = ''; // the text last given to the server
    this.pause = 0;
    this.words = { label: '', placeholder: '', empty: '', /** @type {string[]} */ levels: [] };
    this.lang = 'fr';
    this.build(`mm-search-${(serial += 1)}`);
  }

  /** @param {string} id */
  build(id) {
    this.label = el('label', { for: id, class: 'mm-hidden' });
    this.list = el('ul', { id: `${id}-list`, role: 'listbox', hidden: '' });
    this.status = el('p', { role: 'status', class: 'mm-empty' });
    this.input = el('input', {
      id, type: 'text', role: 'combobox', autocomplete: 'off', spellcheck: 'false',
      'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': `${id}-list`,
      onfocus: () => this.look(),
      oninput: () => this.look(),
      onblur: () => this.close(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.key(event),
    });
    this.list.addEventListener('mousedown', (/** @type {MouseEvent} */ event) => event.preventDefault());
    this.list.addEventListener('click', (/** @type {any} */ event) => {
      const option = event.target.closest('[role=option]');
      if (option) this.choose(this.options[[...this.list.children].indexOf(option)]);
    });
    this.host.replaceChildren(this.label, this.input, this.list, this.status);
  }

  /** @param {import('./payload.js').Payload} data */
  update({ search, lang }) {
    this.host.hidden = !search;
    if (!search) return;
    this.words = search;
    this.lang = lang;
    this.label.textContent = search.label;
    this.list.setAttribute('aria-label', search.label);
    this.input.placeholder = search.placeholder;
    if (search.found && this.asked && this.asked === this.input.value.trim()) {
      this.asked = '';
      const known = new Set(this.options.map(({ id }) => id));
      const active = this.active;
      this.offer([...this.options, ...search.found.filter(({ id }) => !known.has(id))].slice(0, MOST));
      if (active >= 0) this.mark(active);
    }
  }

  async look() {
    const entries = await this.load();
    if (document.activeElement !== this.input) return;
    const text = this.input.value.trim();
    clearTimeout(this.pause);
    if (!text) return this.close();
    const found = matches(entries, text, this.lang, this.words.levels);
    this.offer(found, found.length > 0);
    // Settlements, and spellings that only the gazetteer knows: asked when the reader pauses.
    this.pause = setTimeout(() => this.ask(text), PAUSE);
  }

  /** @param {string} text */
  ask(text) {
    if (text !== this.input.value.trim() || text === this.asked) return;
    this.asked = text;
    this.send('find', text);
  }

  /** @param {Option[]} options @param {boolean} [sure] whether nobody else may still know one */
  offer(options, sure = true) {
    this.options = options;
    this.active = -1;
    this.list.replaceChildren(...options.map(({ name, hint }, i) =>
      el('li', { role: 'option', id: `${this.list.id}-${i}`, 'aria-selected': 'false' },
        name, hint ? el('small', {}, ` ${hint}`) : '')));
    this.list.hidden = options.length === 0;
    this.status.textContent = options.length || !sure ? '' : this.words.empty;
    this.input.setAttribute('aria-expanded', String(options.length > 0));
    this.input.removeAttribute('aria-activedescendant');
  }

  close() {
    this.offer([]);
    this.status.textContent = '';
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    event.stopPropagation(); // the page has shortcuts of its own
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.options.length) {
      event.preventDefault();
      this.mark((this.active + step + (this.active < 0 && step < 0 ? 1 : 0) + this.options.length) % this.options.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.enter();
    } else if (event.key === 'Escape') {
      if (!this.options.length) this.input.value = '';
      this.close();
    }
  }

  async enter() {
    const text = this.input.value.trim();
    if (!text) return;
    if (this.active < 0 && !this.options.length) this.offer(matches(await this.load(), text, this.lang, this.words.levels));
    const chosen = this.options[Math.max(this.active, 0)];
    if (chosen) return this.choose(chosen);
    this.ask(text);
  }

  /** @param {number} index */
  mark(index) {
    this.active = index;
    [...this.list.children].forEach((option, i) => {
      option.setAttribute('aria-selected', String(i === index));
      if (i === index) option.scrollIntoView({ block: 'nearest' });
    });
    this.input.setAttribute('aria-activedescendant', `${this.list.id}-${index}`);
  }

  /** @param {Option} option */
  choose({ id, name }) {
    this.input.value = name;
    this.close();
    this.send('found', id);
  }
}
