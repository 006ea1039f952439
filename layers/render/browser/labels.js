// Names on the map that keep off one another, placed again after every move.
// Drawn as crisp text with a pale halo.

import { DARK } from './fill.js';
import { DOT, place } from './placing.js';

/** @typedef {import('./placing.js').Name} Name */
/** @typedef {import('./placing.js').Placed} Placed */
/** @typedef {import('./placing.js').Box} Box */

/** @type {Record<string, {font: string, size: number, color: string, spacing?: string}>} */
const LOOK = {
  pick: { font: '700', size: 14, color: '#111a21' },
  area: { font: '600', size: 12.5, color: '#1d2730' },
  faded: { font: '400', size: 11.5, color: '#6b757d' },
  town: { font: '400', size: 11.5, color: '#39434b' },
  country: { font: '400', size: 12, color: DARK ? '#a9b3bc' : '#8b9298', spacing: '2px' },
};
const HALO = 'rgba(255, 255, 255, 0.92)';
/**
 * A Leaflet layer that draws names: `layer.show(names, {taken, scale, family})`.
 * @param {any} L
 * @param {object} options Leaflet's renderer options: pane, padding.
 */
export function labelLayer(L, options) {
  const base = L.Renderer.prototype;
  const Labels = L.Renderer.extend({
    names: [],
    look: { taken: () => [], scale: 1, family: 'sans-serif' },

    show(/** @type {Name[]} */ names, /** @type {object} */ look) {
      this.names = names;
      this.look = look;
      this._widths = new Map();
      if (this._ctx) this._draw();
    },

    _initContainer() {
      this._container = document.createElement('canvas');
      this._ctx = this._container.getContext('2d');
    },

    _destroyContainer() {
      this._container.remove();
      this._ctx = null;
    },

    _updatePaths() {},

    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      base._update.call(this);
      const { min } = this._bounds;
      const size = this._bounds.getSize();
      const sharp = window.devicePixelRatio || 1;
      L.DomUtil.setPosition(this._container, min);
      Object.assign(this._container, { width: Math.round(size.x * sharp), height: Math.round(size.y * sharp) });
      Object.assign(this._container.style, { width: `${size.x}px`, height: `${size.y}px` });
      this._ctx.setTransform(sharp, 0, 0, sharp, -min.x * sharp, -min.y * sharp);
      this._draw();
    },

    _draw() {
      const ctx = this._ctx;
      const { min, max } = this._bounds;
      const size = this._bounds.getSize();
      ctx.clearRect(min.x, min.y, size.x, size.y);
      const onScreen = L.bounds(this._map.containerPointToLayerPoint([0, 0]),
        this._map.containerPointToLayerPoint(this._map.getSize()));
      const offset = onScreen.min;
      const taken = this.look.taken().map((/** @type {Box} */ b) => ({
        left: b.left + offset.x, right: b.right + offset.x, top: b.top + offset.y, bottom: b.bottom + offset.y,
      }));
      // A name that the map's edge would cut gives way like one under the legend.
      taken.push(...edges(onScreen));
      const placed = place(this.names, {
        project: (name) => this._project(name),
        measure: (name) => this._measure(name),
        bounds: { left: min.x, top: min.y, right: max.x, bottom: max.y },
        shown: { left: onScreen.min.x, top: onScreen.min.y, right: onScreen.max.x, bottom: onScreen.max.y },
        taken,
        dot: DOT * this.look.scale,
      });
      for (const name of placed) this._write(name);
    },

    _project(/** @type {Name} */ name) {
      const [lon, lat] = name.at;
      const { x, y } = this._map.latLngToLayerPoint([lat, lon]);
      const [east, north] = name.extent ?? [0, 0];
      const degree = (256 / 360) * 2 ** this._map.getZoom(); // pixels, on the equator
      const stretch = Math.cos((lat * Math.PI) / 180); // of Mercator
      return { x: Math.round(x), y: Math.round(y), wide: east * degree, tall: (north * degree) / stretch };
    },

    /** Sets the pen for a kind of name and gives its size in pixels. */
    _pen(/** @type {string} */ kind) {
      const { font, size, spacing } = LOOK[kind];
      const pixels = size * this.look.scale;
      this._ctx.font = `${font} ${pixels}px ${this.look.family}`;
      this._ctx.letterSpacing = spacing ?? '0px';
      return pixels;
    },

    _measure(/** @type {Name} */ { text, figure, kind }) {
      const key = `${kind} ${text} ${figure ?? ''}`;
      if (!this._widths.has(key)) {
        const pixels = this._pen(kind);
        const width = Math.max(...[text, figure ?? ''].map((line) => this._ctx.measureText(line).width));
        this._widths.set(key, { width, height: pixels * (figure ? 2.4 : 1.25) });
      }
      return this._widths.get(key);
    },

    _write(/** @type {Placed} */ { text, figure, kind, at, x, y, align }) {
      const ctx = this._ctx;
      const pixels = this._pen(kind);
      const lines = figure ? [text, figure] : [text];
      if (kind === 'town') this._dot(this._project({ text, kind, at }));
      Object.assign(ctx, { textAlign: align, textBaseline: 'middle', lineJoin: 'round' });
      Object.assign(ctx, { strokeStyle: HALO, lineWidth: pixels / 4, fillStyle: LOOK[kind].color });
      const top = y - ((lines.length - 1) / 2) * pixels * 1.15;
      for (const draw of ['strokeText', 'fillText']) {
        if (draw === 'strokeText' && kind === 'country') continue;
        lines.forEach((line, i) => ctx[draw](line, x, top + i * pixels * 1.15));
      }
    },

    _dot(/** @type {{x: number, y: number}} */ { x, y }) {
      const ctx = this._ctx;
      ctx.beginPath();
      ctx.arc(x, y, DOT * this.look.scale, 0, 2 * Math.PI);
      Object.assign(ctx, { fillStyle: '#ffffff', strokeStyle: LOOK.town.color, lineWidth: 1.3 });
      ctx.fill();
      ctx.stroke();
    },
  });
  return new Labels(options);
}

/** The four sides of a box, each as a box without a breadth. @param {{min: any, max: any}} of @returns {Box[]} */
function edges({ min: { x: left, y: top }, max: { x: right, y: bottom } }) {
  return [
    { left, right: left, top, bottom }, { left: right, right, top, bottom },
    { left, right, top, bottom: top }, { left, right, top: bottom, bottom },
  ];
}

/**
 * The names of a map, most important first.
 * @param {import('./payload.js').Payload} data
 * @param {{areas: import('./areas.js').Areas, base: any, circles: Map<number, number>}} on
 *   circles: radius by the area's index
 * @param {(index: number, id: string) => {figure: string | null}} factsOf
 * @param {(properties: any) => string} nameOf
 * @returns {Name[]}
 */
export function namesOn(data, { areas, base, circles }, factsOf, nameOf) {
  const rank = (/** @type {any} */ feature) => feature.properties.rank ?? 9;
  const byRank = (/** @type {any} */ a, /** @type {any} */ b) => rank(a) - rank(b);
  const crowded = areas.features.length > 25;
  /** @type {(feature: any) => Name} */
  const area = (feature) => {
    const i = /** @type {number} */ (areas.index.get(feature.id));
    const [west, south, east, north] = areas.boxes[i];
    return {
      text: nameOf(feature.properties),
      figure: (data.layers.includes('figures') && factsOf(i, feature.id).figure) || undefined,
      at: feature.properties.at,
      kind: feature.id === data.pick ? 'pick' : areas.within(i, data.focus) ? 'area' : 'faded',
      extent: crowded ? [east - west, north - south] : undefined,
      circle: circles.get(i),
    };
  };
  /** @type {(kind: "town" | "country") => Name[]} */
  const fromBase = (kind) =>
    (base?.features ?? [])
      .filter((/** @type {any} */ f) => f.properties.kind === kind && nameOf(f.properties))
      .sort(byRank)
      .map((/** @type {any} */ f) => ({
        text: kind === 'country' ? nameOf(f.properties).toUpperCase() : nameOf(f.properties),
        at: f.properties.at ?? f.geometry.coordinates,
        kind,
      }));
  const labels = data.layers.includes('labels');
  const all = [...areas.features].sort(byRank).map(area);
  const of = (/** @type {string} */ kind) => all.filter((name) => name.kind === kind);
  return [
    ...of('pick'),
    ...(data.wholes ?? []).map((whole) => ({ ...whole, kind: /** @type {const} */ ('area') })),
    ...(labels ? of('area') : []),
    ...(data.layers.includes('towns') ? fromBase('town') : []),
    ...(labels ? [...of('faded'), ...fromBase('country')] : []),
  ];
}
