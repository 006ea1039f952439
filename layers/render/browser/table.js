// The same figures as a table: sortable, one tab stop, arrow keys from row to row.

import { el, nameIn } from './text.js';

/**
 * @typedef {object} Row
 * @property {string} id
 * @property {number} index in the areas file
 * @property {{name: string, parent: string, value: string, note: string}} said
 * @property {number | null} value
 * @property {any} element
 * @property {any} button
 */

/** The columns, in order; `value` holds figures. @type {("name" | "parent" | "value" | "note")[]} */
const COLUMNS = ['name', 'parent', 'value', 'note'];

/** The table under a map. */
export class Table {
  /**
   * @param {HTMLElement} host
   * @param {{pick: (id: string) => void, over: (id: string | null) => void}} on
   */
  constructor(host, on) {
    this.host = host;
    this.on = on;
    /** @type {{by: "name" | "parent" | "value" | "note", down: boolean}} */
    this.order = { by: 'value', down: true };
    /** @type {Row[]} */
    this.rows = [];
    this.built = '';
    this.said = '';
    this.lang = 'fr';
    /** @type {Map<string, Row>} */
    this.byId = new Map();
    /** @type {string | null} */
    this.picked = null;
    this.build();
  }

  build() {
    this.caption = el('caption');
    this.head = el('tr');
    this.body = el('tbody', {
      onclick: (/** @type {any} */ event) => this.choose(this.rowOf(event)),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.key(event),
      onmouseover: (/** @type {any} */ event) => this.on.over(this.rowOf(event)?.id ?? null),
      onmouseleave: () => this.on.over(null),
      onfocusin: (/** @type {any} */ event) => this.reach(this.rowOf(event)),
      onfocusout: () => this.on.over(null),
    });
    this.foot = el('tfoot');
    this.host.append(el('table', {}, this.caption, el('thead', {}, this.head), this.body, this.foot));
  }

  /** @param {import('./drawing.js').Shown} shown */
  update({ data, areas, parents, facts }) {
    this.host.hidden = !data.table;
    if (!data.table) return;
    const { caption, columns, total } = data.table;
    const used = COLUMNS.filter((column) => columns[column]);
    this.lang = data.lang;
    const wanted = JSON.stringify([data.areas, data.parents, data.focus, data.lang, used]);
    if (wanted !== this.built) {
      this.built = wanted;
      this.said = '';
      this.makeRows(data, areas, parents, used);
    }
    this.caption.textContent = caption;
    this.heads(used, columns);
    this.foot.replaceChildren(total ? el('tr', {}, el('td', { colspan: used.length }, total)) : '');
    this.fill(data, facts, used);
    this.select(data.pick ?? null);
  }

  /**
   * @param {import('./payload.js').Payload} data @param {import('./areas.js').Areas} areas
   * @param {import('./areas.js').Areas | null} parents @param {string[]} used
   */
  makeRows(data, areas, parents, used) {
    this.rows = areas.features.flatMap((feature, index) => {
      if (!areas.within(index, data.focus)) return [];
      const name = nameIn(feature.properties, data.lang);
      const button = el('button', { type: 'button', tabindex: '-1' }, name);
      const cells = used.map((column) =>
        column === 'name' ? el('th', { scope: 'row' }, button) : el('td', { class: `mm-${column}` }));
      const said = { name, parent: parents?.parentName(feature, data.lang) ?? '', value: '', note: '' };
      return [{ id: feature.id, index, said, value: null, element: el('tr', { 'data-id': feature.id }, ...cells), button }];
    });
    this.byId = new Map(this.rows.map((row) => [row.id, row]));
  }

  /** @param {string[]} used @param {Record<string, string | null | undefined>} columns */
  heads(used, columns) {
    const cells = [...this.head.children];
    if (cells.length !== used.length) {
      this.head.replaceChildren(...used.map((column) =>
        el('th', { scope: 'col', class: `mm-${column}` },
          el('button', { type: 'button', onclick: () => this.turn(/** @type {any} */ (column)) }))));
    }
    used.forEach((column, i) => {
      const cell = this.head.children[i];
      cell.firstChild.textContent = columns[column];
      const sorted = column === this.order.by ? (this.order.down ? 'descending' : 'ascending') : 'none';
      cell.setAttribute('aria-sort', sorted);
      cell.dataset.column = column;
    });
  }

  /** @param {import('./payload.js').Payload} data @param {any} factsOf @param {string[]} used */
  fill(data, factsOf, used) {
    for (const row of this.rows) {
      const { figure, note } = factsOf(row.index);
      row.value = data.values[row.index] ?? null;
      row.said.value = figure ?? note;
      row.said.note = figure === null ? '' : note;
      used.forEach((column, i) => {
        if (column === 'name') return;
        const cell = row.element.children[i];
        const text = row.said[/** @type {"value"} */ (column)];
        if (cell.textContent !== text) cell.textContent = text;
        if (column === 'value') cell.classList.toggle('mm-word', figure === null);
      });
    }
    this.sort();
  }

  /** @param {"name" | "parent" | "value" | "note"} column */
  turn(column) {
    const again = this.order.by === column;
    this.order = { by: column, down: again ? !this.order.down : column === 'value' };
    for (const cell of this.head.children) {
      const mine = cell.dataset.column === column;
      cell.setAttribute('aria-sort', mine ? (this.order.down ? 'descending' : 'ascending') : 'none');
    }
    this.sort();
  }

  sort() {
    const { by, down } = this.order;
    const compare = new Intl.Collator(this.lang).compare;
    const sign = down ? -1 : 1;
    this.rows.sort((a, b) => {
      const same = compare(a.said.name, b.said.name);
      if (by !== 'value') return sign * compare(a.said[by], b.said[by]) || same;
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null) || same;
      return sign * (a.value - b.value) || same;
    });
    const now = this.rows.map((row) => row.id).join();
    if (now === this.said) return;
    this.said = now;
    const focused = this.body.contains(document.activeElement) ? document.activeElement : null;
    this.body.replaceChildren(...this.rows.map((row) => row.element));
    /** @type {any} */ (focused)?.focus({ preventScroll: true });
    if (!this.body.querySelector('button[tabindex="0"]')) this.rows[0]?.button.setAttribute('tabindex', '0');
  }

  /** @param {string | null} pick */
  select(pick) {
    for (const row of this.rows) row.button.setAttribute('aria-pressed', String(row.id === pick));
    const row = pick && pick !== this.picked ? this.byId.get(pick) : null;
    this.picked = pick;
    if (!row) return;
    // Into view within the box, without moving the page.
    const box = this.host.getBoundingClientRect();
    const line = row.element.getBoundingClientRect();
    if (line.top < box.top + 60 || line.bottom > box.bottom) {
      this.host.scrollTop += line.top - box.top - box.height / 2;
    }
  }

  /** @param {any} event */
  rowOf(event) {
    return this.byId.get(event.target.closest('tr')?.dataset.id);
  }

  /** @param {Row | undefined} row */
  choose(row) {
    if (row) this.on.pick(row.id);
  }

  /** One row at a time is in the tab order. @param {Row | undefined} row */
  reach(row) {
    if (!row) return;
    this.body.querySelector('button[tabindex="0"]')?.setAttribute('tabindex', '-1');
    row.button.setAttribute('tabindex', '0');
    this.on.over(row.id);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const row = this.rowOf(event);
    const at = row ? this.rows.indexOf(row) : -1;
    /** @type {Record<string, number>} */
    const goal = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: this.rows.length - 1 };
    const next = this.rows[goal[event.key]];
    if (!(event.key in goal)) return;
    event.preventDefault();
    event.stopPropagation();
    next?.button.focus();
  }
}
