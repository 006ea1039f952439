// @ts-check
// The map component: one MapView per place on the page, kept for as long as the place is.
// A change of figures restyles what is there; nothing is taken down and put up again.

import { Areas } from './areas.js';
import { fetchOnce, leaflet } from './assets.js';
import { Camera } from './camera.js';
import { Ground, hatchCanvas, LOOK } from './fill.js';
import { listen, Outline, Tip } from './hover.js';
import { labelLayer, namesOn } from './labels.js';
import { drawLegend } from './legend.js';
import { Circles, Points } from './points.js';
import { Search } from './search.js';
import { Table } from './table.js';
import { el, facts, nameIn } from './text.js';

/** @typedef {import('./payload.js').Payload} Payload */

const NARROW = 640; // below this width the legend stands under the map
const RANGE = { minZoom: 4, maxZoom: 12, maxBounds: [[-8, -48], [44, 42]] };

/** @type {WeakMap<object, MapView>} */
const mounted = new WeakMap();

/**
 * Called by Streamlit at the first and at every later payload.
 * @param {{parentElement: any, data: Payload, setTriggerValue: import('./payload.js').Send}} component
 */
export default function show({ parentElement, data, setTriggerValue }) {
  let view = mounted.get(parentElement);
  if (!view) mounted.set(parentElement, (view = new MapView(parentElement)));
  view.update(data, setTriggerValue).catch((error) => console.error('map', error));
  // Streamlit also calls this for a payload that was overtaken while its code was loading,
  // when the map is still in use.
  return () => {
    if (parentElement.isConnected) return;
    mounted.get(parentElement)?.remove();
    mounted.delete(parentElement);
  };
}

class MapView {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    /** @type {Payload | null} */
    this.data = null;
    /** @type {import('./payload.js').Send} */
    this.send = () => {};
    this.turn = 0;
    this.scale = 1;
    this.removed = false;
    this.parts = frame();
    parent.append(this.parts.root);
    this.tip = new Tip(this.parts.stage);
    this.search = new Search(this.parts.search, (event, id) => this.send(event, id), () => this.names());
    this.table = new Table(this.parts.table, {
      pick: (id) => this.pick(id),
      over: (id) => this.outline?.show('hover', id && this.areas?.get(id)),
    });
  }

  /**
   * @param {Payload} data
   * @param {import('./payload.js').Send} send
   */
  async update(data, send) {
    const turn = (this.turn += 1);
    this.send = send;
    const [L, areas, parents, base] = await Promise.all(
      [leaflet(), fetchOnce(data.areas), fetchOnce(data.parents), fetchOnce(data.base)]);
    if (turn !== this.turn || this.removed) return; // a newer payload has overtaken this one
    this.data = data;
    this.areas = Areas.of(areas);
    this.parents = parents && Areas.of(parents);
    this.base = base;
    this.facts = facts(data);
    this.words(data);
    if (!this.map) this.build(L);
    this.measure();
    drawLegend(this.parts.legend, data, this.circleScale);
    this.ground.update(data, { areas, parents, base });
    this.camera.update(data);
    this.overlay();
    // The table is under the map: it may follow one frame later.
    requestAnimationFrame(() => setTimeout(() => turn === this.turn && this.fillTable()));
  }

  /** Everything that is only words and attributes. @param {Payload} data */
  words(data) {
    const { parts } = this;
    document.documentElement.lang = data.lang;
    parts.root.lang = data.lang;
    parts.title.textContent = data.title;
    parts.map.setAttribute('aria-label', data.alt);
    parts.credit.textContent = data.credit;
    parts.disclaimer.textContent = data.disclaimer;
    const height = typeof data.height === 'number' ? `${data.height}px` : data.height;
    parts.root.style.setProperty('--mm-height', height);
    for (const [name, button] of Object.entries(parts.zoom)) {
      button.setAttribute('aria-label', data.zoom[/** @type {"in"} */ (name)]);
      button.title = data.zoom[/** @type {"in"} */ (name)];
    }
    const crumbs = data.crumbs ?? [];
    parts.crumbs.hidden = crumbs.length === 0;
    parts.crumbs.replaceChildren(el('ol', {}, ...crumbs.map(({ id, name }, i) =>
      i === crumbs.length - 1
        ? el('li', { 'aria-current': 'location' }, name)
        : el('li', {}, el('button', { type: 'button', onclick: () => this.send('focus', id) }, name)))));
    this.search.update(data);
  }

  /** @param {any} L */
  build(L) {
    const { parts } = this;
    const map = (this.map = L.map(parts.map, {
      ...RANGE, zoomControl: false, attributionControl: false, doubleClickZoom: false,
      zoomSnap: 0.25, wheelPxPerZoomLevel: 110, maxBoundsViscosity: 0.7,
      fadeAnimation: false, markerZoomAnimation: true,
    }));
    parts.map.style.backgroundColor = LOOK.land;
    L.control.scale({ imperial: false, position: 'bottomright', maxWidth: 110 }).addTo(map);
    // Less beyond the edge on very large screens, where every canvas costs tens of megabytes.
    const padding = parts.map.clientWidth > 2200 ? 0.1 : 0.25;
    const pane = (/** @type {string} */ name, /** @type {number} */ z) => {
      Object.assign(map.createPane(name).style, { zIndex: z, pointerEvents: 'none' });
      return { pane: name, padding };
    };
    const over = L.canvas(pane('over', 420)); // redrawn on hover, without the ground below it
    this.ground = new Ground(L, map, hatchCanvas(L, pane('ground', 300)));
    this.circles = new Circles(L, map, over);
    this.outline = new Outline(L, map, over);
    this.camera = new Camera(L, map, () => this.legendWidth());
    this.points = new Points(L, map, {
      enter: (point) => this.tip.show({ name: point.name, lines: [point.note] },
        map.latLngToContainerPoint([point.lat, point.lon])),
      leave: () => this.tip.hide(),
      pick: (id) => this.pick(id),
    });
    map.setView([17.3, -4], 5, { animate: false });
    this.labels = labelLayer(L, pane('labels', 450)).addTo(map);
    const onArea = (/** @type {(id: string) => void} */ act, /** @type {() => void} */ otherwise) =>
      (/** @type {number} */ i) => (i < 0 ? otherwise() : act(this.areas.features[i].id));
    listen(map, {
      find: (event) => this.find(event),
      over: (index, event) => this.over(index, event),
      click: onArea((id) => this.pick(id), () => this.data.pick && this.pick(this.data.pick)),
      double: onArea((id) => this.send('focus', id), () => map.zoomIn()),
    });
    parts.zoom.in.addEventListener('click', () => map.zoomIn(1));
    parts.zoom.out.addEventListener('click', () => map.zoomOut(1));
    parts.zoom.reset.addEventListener('click', () => this.camera.apply(true));
    this.watcher = new ResizeObserver(() => this.resized());
    this.watcher.observe(parts.map);
    document.fonts.ready.then(() => !this.removed && this.overlay());
  }

  /** What is drawn over the ground: circles, points, outlines, names. */
  overlay() {
    const { data, areas } = this;
    this.circles.update(data, areas, this.circleScale);
    this.points.update(data);
    this.outline.show('pick', (data.pick && areas.get(data.pick)) || null);
    const nameOf = (/** @type {any} */ properties) => nameIn(properties, data.lang);
    this.labels.show(namesOn(data, this, this.facts, nameOf), {
      scale: this.scale,
      family: getComputedStyle(this.parts.root).fontFamily,
      taken: () => [...this.covers(), ...this.points.boxes(this.map)],
    });
  }

  fillTable() {
    this.table.update(this.data, this.areas, this.parents, this.facts);
  }

  /** Boxes of the map, in its own pixels, that lie under the legend and the buttons. */
  covers() {
    const { left, top } = this.parts.map.getBoundingClientRect();
    return [this.parts.legend, this.parts.buttons].map((element) => {
      const box = element.getBoundingClientRect();
      return { left: box.left - left - 4, top: box.top - top - 4, right: box.right - left + 4, bottom: box.bottom - top + 4 };
    });
  }

  legendWidth() {
    const { root, legend } = this.parts;
    return root.classList.contains('mm-narrow') ? 0 : legend.offsetWidth;
  }

  /** Type and symbols grow with the map, so that a projector's picture can be read. */
  measure() {
    const { root, map } = this.parts;
    const width = map.clientWidth;
    this.scale = Math.min(Math.max(width / 1300, 1), 2);
    this.circleScale = this.scale * Math.min(Math.max(width / 640, 0.55), 1);
    root.style.setProperty('--mm-scale', String(this.scale));
    root.classList.toggle('mm-narrow', root.clientWidth < NARROW);
  }

  resized() {
    if (!this.data || !this.parts.map.clientWidth) return;
    this.measure();
    drawLegend(this.parts.legend, this.data, this.circleScale);
    this.camera.resized();
    this.overlay();
  }

  /** @param {any} event */
  find({ containerPoint, latlng }) {
    const circle = this.circles.at(containerPoint);
    return circle >= 0 ? circle : this.areas.at(latlng.lng, latlng.lat);
  }

  /** @param {number} index @param {any} event */
  over(index, event) {
    const feature = this.areas.features[index];
    this.outline.show('hover', feature ?? null);
    this.parts.map.classList.toggle('mm-on', Boolean(feature));
    if (!feature) return this.tip.hide();
    const { lang, unit, when, source } = this.data;
    const { figure, word, note } = this.facts(index, feature.id);
    this.tip.show({
      name: nameIn(feature.properties, lang),
      within: this.parents?.parentName(feature, lang),
      figure: figure === null ? null : `${figure} ${unit}`,
      lines: [word, note],
      source: [when, source].filter(Boolean).join(' · '),
    }, event.containerPoint);
  }

  /** Opens an area or a point, or closes it when it is open. @param {string} id */
  pick(id) {
    const open = id === this.data.pick ? '' : id;
    this.outline.show('pick', this.areas.get(open) ?? null); // seen at once, before the answer
    this.send('pick', open);
  }

  /** The names to search in: the file for all levels, or the areas at hand. */
  async names() {
    const file = await fetchOnce(this.data?.names);
    if (file) return file;
    return (this.areas?.features ?? []).map(({ id, properties }) => ({ id, level: 1, ...properties }));
  }

  remove() {
    this.removed = true;
    this.watcher?.disconnect();
    this.camera?.leave();
    this.map?.remove();
    this.parts.root.remove();
  }
}

/** The elements around and over the map. */
function frame() {
  const button = (/** @type {string} */ text) => el('button', { type: 'button' }, text);
  const zoom = { in: button('+'), out: button('−'), reset: button('⌂') };
  const parts = {
    zoom,
    crumbs: el('nav', { class: 'mm-crumbs' }),
    search: el('div', { class: 'mm-search' }),
    title: el('h2', { class: 'mm-title' }),
    map: el('div', { class: 'mm-map', role: 'application' }),
    buttons: el('div', { class: 'mm-buttons' }, ...Object.values(zoom)),
    legend: el('section', { class: 'mm-legend' }),
    credit: el('span'),
    disclaimer: el('span'),
    table: el('div', { class: 'mm-table' }),
  };
  const stage = el('div', { class: 'mm-stage' }, parts.map, parts.buttons, parts.legend);
  const root = el('section', { class: 'mm' },
    el('div', { class: 'mm-bar' }, parts.crumbs, parts.search),
    parts.title, stage,
    el('p', { class: 'mm-credit' }, parts.credit, ' ', parts.disclaimer),
    parts.table);
  return { ...parts, stage, root };
}
