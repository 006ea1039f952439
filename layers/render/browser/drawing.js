// One Leaflet map with everything that is drawn on it.

import { calm, Camera } from './camera.js';
import { Dense } from './dense.js';
import { Ground, hatchCanvas, LOOK } from './fill.js';
import { listen, Outline, Tip } from './hover.js';
import { labelLayer, namesOn } from './labels.js';
import { drawLegend } from './legend.js';
import { Circles, Points } from './points.js';
import { Shapes } from './shapes.js';
import { guardWheel } from './wheel.js';
import { counted, nameIn } from './text.js';

const NARROW = 760; // below this width the legend stands under the map
const TYPE = 14; // pixels, at a scale of 1
const VERY_WIDE = 2200; // above it, less is drawn beyond the edge: each canvas costs megabytes
const RULER = 110; // pixels at most that the scale bar takes, at a scale of 1
const RANGE = { minZoom: 4, maxZoom: 12, maxBounds: [[-8, -48], [44, 42]] };

/**
 * @typedef {object} Shown A payload with its files.
 * @property {import('./payload.js').Payload} data
 * @property {import('./areas.js').Areas} areas
 * @property {import('./areas.js').Areas | null} parents
 * @property {{areas: any, parents: any, base: any}} files
 * @property {ReturnType<typeof import('./text.js').facts>} facts
 */

export class Drawing {
  /**
   * @param {any} L
   * @param {import('./frame.js').Parts} parts
   * @param {Shown} shown
   * @param {{pick: (id: string) => void, focus: (id: string) => void}} on
   */
  constructor(L, parts, shown, on) {
    this.parts = parts;
    this.shown = shown;
    this.on = on;
    this.scale = 1; // of type and lines
    this.circleScale = 1;
    const map = (this.map = L.map(parts.map, {
      ...RANGE, zoomControl: false, attributionControl: false, doubleClickZoom: false,
      zoomSnap: 0.25, wheelPxPerZoomLevel: 110, maxBoundsViscosity: 0.7, fadeAnimation: false,
      zoomAnimation: !calm(), inertia: !calm(),
    }));
    // Leaflet focuses the map at every press; the page must not scroll under the finger for it.
    parts.map.focus = () => HTMLElement.prototype.focus.call(parts.map, { preventScroll: true });
    parts.map.style.backgroundColor = LOOK.land;
    this.ruler = L.control.scale({ imperial: false, position: 'bottomright', maxWidth: RULER }).addTo(map);
    const padding = parts.map.clientWidth > VERY_WIDE ? 0.1 : 0.25;
    const pane = (/** @type {string} */ name, /** @type {number} */ zIndex) => {
      Object.assign(map.createPane(name).style, { zIndex, pointerEvents: 'none' });
      return { pane: name, padding };
    };
    // A few elements that follow the pointer: a second canvas would cost more to show again.
    const over = L.svg(pane('over', 420));
    this.ground = new Ground(L, map, hatchCanvas(L, pane('ground', 300)));
    this.dense = new Dense(L, map, pane('cells', 400).pane);
    this.circles = new Circles(L, map, over);
    this.outline = new Outline(L, map, over);
    this.camera = new Camera(L, map, () => this.corner());
    this.tip = new Tip(parts.stage);
    this.points = new Points(L, map, {
      enter: ({ name, note, lat, lon }) =>
        this.tip.show({ name, lines: [note ?? ''] }, map.latLngToContainerPoint([lat, lon])),
      leave: () => this.tip.hide(),
      pick: on.pick,
      tap: (id, event) => this.tap(id, event),
    });
    this.shapes = new Shapes(L, map, over, {
      enter: ({ name, note }, at) => this.tip.show({ name, lines: [note] }, at),
      leave: () => this.tip.hide(),
    });
    map.setView([17.3, -4], 5, { animate: false });
    this.labels = labelLayer(L, pane('labels', 450)).addTo(map);
    this.attend();
  }

  /** Listens to the pointer, the buttons, the size of the box and the arrival of the font. */
  attend() {
    const { map, parts, on } = this;
    const idAt = (/** @type {number} */ index) => this.shown.areas.features[index]?.id;
    listen(map, {
      find: (event) => this.find(event),
      over: (index, event) => this.over(index, event),
      click: (index, event) => {
        const spot = this.dense.at(event.latlng);
        if (spot?.count === 1) return void this.dense.ask(spot).then(({ id }) => id && on.pick(id));
        const id = idAt(index) ?? this.shown.data.pick; // beside all areas: close what is open
        if (id) on.pick(id);
      },
      double: (index) => (idAt(index) ? on.focus(idAt(index)) : map.zoomIn()),
    });
    parts.zoom.in.addEventListener('click', () => map.zoomIn(1));
    parts.zoom.out.addEventListener('click', () => map.zoomOut(1));
    parts.zoom.reset.addEventListener('click', () => this.camera.home());
    guardWheel(parts);
    this.watcher = new ResizeObserver(() => this.resized());
    this.watcher.observe(parts.map);
    document.fonts.ready.then(() => this.map && this.overlay());
  }

  /** @param {Shown} shown */
  update(shown) {
    this.shown = shown;
    this.measure();
    drawLegend(this.parts.legend, shown.data, this.circleScale);
    this.ground.update(shown.data, shown.files);
    this.camera.update(shown.data);
    this.overlay();
  }

  /** What is drawn over the ground: circles, points, the outline, names. */
  overlay() {
    const { data, areas, files, facts } = this.shown;
    this.dense.update(data);
    this.circles.update(data, areas, this.circleScale);
    this.shapes.update(data, this.scale);
    this.points.update(data);
    this.outline.show('pick', data.pick ? areas.get(data.pick) : null);
    const on = { areas, base: files.base, circles: this.circles.radii() };
    this.labels.show(namesOn(data, on, facts, (properties) => nameIn(properties, data.lang)), {
      scale: this.scale,
      family: getComputedStyle(this.parts.root).fontFamily,
      taken: () => [...this.covered(), ...this.points.boxes(this.map)],
    });
  }

  /** Boxes of the map, in its own pixels, that lie under the legend and the buttons. */
  covered() {
    const { left, top } = this.parts.map.getBoundingClientRect();
    return [this.parts.legend, this.parts.buttons].map((element) => {
      const box = element.getBoundingClientRect();
      return { left: box.left - left, top: box.top - top, right: box.right - left, bottom: box.bottom - top };
    });
  }

  /** The size of the legend where it lies over the map, and what it should not hide. */
  corner() {
    const { root, legend } = this.parts;
    const under = root.classList.contains('mm-narrow');
    const { areas, data } = this.shown;
    return {
      width: under ? 0 : legend.offsetWidth,
      height: under ? 0 : legend.offsetHeight,
      outline: () => (under ? [] : areas.outline(data.focus)),
    };
  }

  /** Type, lines and symbols grow with the map, so that a projector's picture can be read. */
  measure() {
    const { root, map } = this.parts;
    const width = map.clientWidth;
    const deck = root.closest('.md'); // which has a size of type of its own
    this.scale = deck ? (parseFloat(getComputedStyle(deck).fontSize) || TYPE) / TYPE : Math.min(Math.max(width / 1300, 1), 2);
    this.circleScale = this.scale * Math.min(Math.max(width / 640, 0.55), 1);
    root.style.setProperty('--mm-scale', String(this.scale));
    root.classList.toggle('mm-narrow', root.clientWidth < NARROW);
    this.ruler.options.maxWidth = RULER * this.scale;
    this.ground.renderer.setScale(this.scale);
    this.outline.scale = this.scale;
  }

  resized() {
    if (!this.parts.map.clientWidth) return; // hidden, on another tab for instance
    this.measure();
    drawLegend(this.parts.legend, this.shown.data, this.circleScale);
    this.camera.resized();
    this.overlay();
  }

  /**
   * A finger on a symbol opens the area under it; once that is open, the symbol.
   * @param {string} id of the point @param {any} event
   */
  tap(id, event) {
    const { lng, lat } = this.map.mouseEventToLatLng(event);
    const area = this.shown.areas.features[this.shown.areas.at(lng, lat)]?.id;
    this.on.pick(area && area !== this.shown.data.pick ? area : id);
  }

  /** @param {any} event */
  find({ containerPoint, latlng }) {
    const circle = this.circles.at(containerPoint);
    return circle >= 0 ? circle : this.shown.areas.at(latlng.lng, latlng.lat);
  }

  /** @param {number} index @param {any} event */
  over(index, event) {
    const { data, areas, parents, facts } = this.shown;
    const feature = areas.features[index];
    this.outline.show('hover', feature);
    this.parts.map.classList.toggle('mm-on', Boolean(feature));
    const spot = event && this.dense.at(event.latlng);
    if (spot) {
      const within = feature && nameIn(feature.properties, data.lang);
      return this.dense.hover(spot, data.lang, (said) => this.tip.show({ ...said, within }, event.containerPoint));
    }
    this.dense.leave();
    if (!feature) return this.tip.hide();
    const { figure, note } = facts(index);
    this.tip.show({
      name: nameIn(feature.properties, data.lang),
      within: parents?.parentName(feature, data.lang),
      figure: figure === null ? null : counted(figure, data.values[index] ?? 0, data),
      lines: [note],
      source: [data.when, data.source].filter(Boolean).join(' · '),
    }, event.containerPoint);
  }

  /** Outlines an area for a moment, or none. @param {"hover" | "pick"} what @param {string | null} id */
  mark(what, id) {
    this.outline.show(what, id ? this.shown.areas.get(id) : null);
  }

  remove() {
    this.watcher?.disconnect();
    this.camera.leave();
    this.map._onZoomTransitionEnd(); // or Leaflet's timer would look for the end on a map that is gone
    this.map.remove();
    this.map = null;
  }
}
