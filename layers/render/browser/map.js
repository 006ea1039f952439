// The map component: one MapView for each place on the page, kept for as long as the place is.
// A change of figures restyles what is there; nothing is taken down and put up again.

import { Areas } from './areas.js';
import { fetchOnce, isLost, needed } from './assets.js';
import { Drawing } from './drawing.js';
import { frame, say } from './frame.js';
import { whole } from './once.js';
import { Search } from './search.js';
import { Table } from './table.js';
import { facts } from './text.js';

/** @type {WeakMap<object, MapView>} */
const mounted = new WeakMap();

/**
 * Called by Streamlit at the first and at every later payload.
 * @param {object} component
 * @param {HTMLElement} component.parentElement
 * @param {import('./payload.js').Payload} component.data
 * @param {import('./payload.js').Send} component.setTriggerValue
 * @returns {() => void} called when the place is gone
 */
export default function show({ parentElement, data, setTriggerValue }) {
  const view = mounted.get(parentElement) ?? taken(parentElement, setTriggerValue) ?? new MapView(parentElement);
  mounted.set(parentElement, view);
  whole(data, setTriggerValue, (all) => view.update(all, setTriggerValue).catch((error) => console.error(error)));
  return () => {
    // Streamlit also calls this for a payload that was overtaken while the code was loading,
    // when the map is still in use.
    if (parentElement.isConnected) return;
    mounted.get(parentElement)?.remove();
    mounted.delete(parentElement);
  };
}

/**
 * The map that the first page has drawn already: the app takes it over as it is, with what was asked of it.
 * @param {HTMLElement} parent
 * @param {import('./payload.js').Send} send
 */
function taken(parent, send) {
  const first = document.getElementById('mm-first');
  if (!first || first === parent) return undefined;
  const view = mounted.get(first);
  if (!view) return void first.remove(); // its code did not come, or is another version's
  const [focused, scrolled] = [document.activeElement, first.scrollTop];
  mounted.delete(first);
  parent.append(view.parts.root);
  first.remove();
  if (focused instanceof HTMLElement && parent.contains(focused)) focused.focus({ preventScroll: true });
  if (scrolled) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, scrolled);
  for (const [event, value] of Object.entries(first.dataset)) send(/** @type {any} */ (event), value ?? '');
  return view;
}

class MapView {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    /** @type {import('./payload.js').Send} */
    this.send = () => {};
    /** @type {import('./drawing.js').Shown | null} */
    this.shown = null;
    /** @type {Drawing | null} */
    this.drawing = null;
    this.turn = 0;
    this.parts = frame();
    parent.append(this.parts.root);
    this.search = new Search(this.parts.search, (event, value) => {
      // The focus is there already, and the view will not move the map to it.
      if (event === 'found' && value === this.shown?.data.focus) this.drawing?.camera.home();
      this.send(event, value);
    }, () => this.names());
    this.table = new Table(this.parts.table, {
      pick: (id) => this.pick(id),
      over: (id) => this.drawing?.mark('hover', id),
    });
  }

  /**
   * @param {import('./payload.js').Payload} data
   * @param {import('./payload.js').Send} send
   */
  async update(data, send) {
    const turn = (this.turn += 1);
    this.send = send;
    const [L, areas, parents, base] = await needed(data);
    if (turn !== this.turn) return; // a newer payload has overtaken this one
    const shown = (this.shown = {
      data,
      files: { areas, parents, base },
      areas: Areas.of(areas),
      parents: parents && Areas.of(parents),
      facts: facts(data),
    });
    say(this.parts, data, (id) => this.send('focus', id));
    this.search.update(data);
    this.drawing ??= new Drawing(L, this.parts, shown, {
      pick: (id) => this.pick(id),
      focus: (id) => this.send('focus', id),
    });
    this.drawing.update(shown);
    // The table is under the map: it may follow a moment later.
    requestAnimationFrame(() => setTimeout(() => turn === this.turn && this.table.update(shown)));
  }

  /** Opens an area or a point, or closes it when it is open. @param {string} id */
  pick(id) {
    const open = id === this.shown?.data.pick ? '' : id;
    this.drawing?.mark('pick', open); // seen at once, before the answer
    this.send('pick', open);
  }

  /** The names to search in: the file for all levels, or else, as without a connection, the areas at hand. */
  async names() {
    const asked = fetchOnce(this.shown?.data.names).catch(() => null);
    const file = await Promise.race([asked, new Promise((none) => isLost() && setTimeout(none))]);
    if (file) return file;
    return (this.shown?.areas.features ?? []).map(({ id, properties }) => ({ id, level: 1, ...properties }));
  }

  remove() {
    this.turn += 1; // whatever is still on its way comes too late
    this.drawing?.remove();
    this.parts.root.remove();
  }
}
