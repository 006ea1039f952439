// Points: small distinct symbols that can be reached by keyboard, and proportional circles.

import { el } from './text.js';

/** Outlines in a box of 16 by 16, by kind. */
/** @type {Record<string, string>} */
const SHAPES = {
  office: 'M2.5 2.5h11v11h-11z',
  camp: 'M8 1.5 14.8 13.7H1.2z',
  site: 'M8 1 15 8 8 15 1 8z',
  flood: 'M8 1c3 4 4.8 6.3 4.8 8.8a4.8 4.8 0 0 1-9.6 0C3.200 7.300 5 5 8 1z',
  line: 'M1 10.500 5.500 5l5 4L14 4.500l1.500 1.300-4.700 6.200-5-4L2.500 11.800z',
  zone: 'M1.500 3h13v10h-13zM4 5.500v5h8v-5z',
  other: 'M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3z',
};

/**
 * The symbol of a kind of point, as an SVG element.
 * @param {string} kind
 */
export function symbol(kind) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', SHAPES[kind] ?? SHAPES.other);
  svg.append(path);
  return svg;
}

/**
 * The radius of a proportional circle in pixels.
 * @param {number} value
 * @param {import('./payload.js').Circles} circles
 * @param {number} scale of the map's text and symbols
 */
export function radius(value, { max, radius: largest }, scale) {
  return largest * scale * Math.sqrt(Math.max(value, 0) / max);
}

/** Offices, camps, sites …: one button each on the map. */
export class Points {
  /**
   * @param {any} L
   * @param {any} map
   * @param {{enter: (point: any) => void, leave: () => void, pick: (id: string) => void,
   *   tap: (id: string, at: any) => void}} on
   */
  constructor(L, map, on) {
    this.L = L;
    this.on = on;
    this.finger = false; // whether the last press was one
    map.getContainer().addEventListener('pointerdown', (/** @type {PointerEvent} */ event) => {
      this.finger = event.pointerType === 'touch';
    }, true);
    this.group = L.layerGroup().addTo(map);
    /** @type {Map<string, any>} */
    this.markers = new Map();
    this.drawn = '';
  }

  /** @param {import('./payload.js').Payload} data */
  update(data) {
    const visible = data.points ?? [];
    const wanted = JSON.stringify(visible);
    if (wanted !== this.drawn) {
      this.drawn = wanted;
      this.group.clearLayers();
      this.markers = new Map(visible.map((point) => [point.id, this.marker(point)]));
    }
    for (const [id, marker] of this.markers) {
      marker.getElement().setAttribute('aria-pressed', String(id === data.pick));
    }
  }

  /** @param {import('./payload.js').Point} point */
  marker(point) {
    const html = point.mark ? el('b', {}, point.mark) : symbol(point.kind);
    const icon = this.L.divIcon({ className: `mm-point ${point.mark ? 'mm-count' : ''}`, html, iconSize: null });
    const marker = this.L.marker([point.lat, point.lon], { icon, keyboard: true, riseOnHover: true });
    marker.addTo(this.group);
    const button = marker.getElement();
    button.setAttribute('aria-label', [point.name, point.note].filter(Boolean).join(', '));
    button.addEventListener('focus', () => this.on.enter(point));
    button.addEventListener('blur', () => this.on.leave());
    button.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault(); // a space would scroll the page
      this.on.pick(point.id);
    });
    marker.on('mouseover', () => this.on.enter(point));
    marker.on('mouseout', () => this.on.leave());
    marker.on('click', (/** @type {any} */ { originalEvent }) =>
      this.finger ? this.on.tap(point.id, originalEvent) : this.on.pick(point.id));
    return marker;
  }

  /** Where symbols stand on the map, for the names to keep off. @param {any} map */
  boxes(map) {
    return [...this.markers.values()].map((marker) => {
      const { x, y } = map.latLngToContainerPoint(marker.getLatLng());
      return { left: x - 8, top: y - 8, right: x + 8, bottom: y + 8 };
    });
  }
}

/** Proportional circles at the label points of the areas. */
export class Circles {
  /**
   * @param {any} L
   * @param {any} map
   * @param {any} renderer
   */
  constructor(L, map, renderer) {
    this.L = L;
    this.map = map;
    this.renderer = renderer;
    this.group = L.layerGroup().addTo(map);
    /** @type {{i: number, at: [number, number], r: number}[]} largest first */
    this.circles = [];
    this.drawn = '';
  }

  /**
   * @param {import('./payload.js').Payload} data
   * @param {import('./areas.js').Areas} areas
   * @param {number} scale
   */
  update(data, areas, scale) {
    const { circles } = data;
    const visible = circles && data.layers.includes('circles') ? data.values : [];
    this.circles = visible
      .map((value, i) => ({
        i,
        at: /** @type {[number, number]} */ (areas.features[i].properties.at),
        r: value && areas.within(i, data.focus) && circles ? radius(value, circles, scale) : 0,
      }))
      .filter(({ r }) => r > 0)
      .sort((a, b) => b.r - a.r);
    const wanted = JSON.stringify(this.circles);
    if (wanted === this.drawn) return;
    this.drawn = wanted;
    this.group.clearLayers();
    for (const { at: [lon, lat], r } of this.circles) {
      this.L.circleMarker([lat, lon], {
        renderer: this.renderer, interactive: false, radius: r,
        color: data.mark, weight: 1.5, opacity: 1, fillColor: data.mark, fillOpacity: 0.32,
      }).addTo(this.group);
    }
  }

  /** The radius of each circle, by its area's index. */
  radii() {
    return new Map(this.circles.map(({ i, r }) => [i, r]));
  }

  /**
   * The index of the area whose circle is under a point of the map, smallest first, or -1.
   * @param {any} point container point
   */
  at(point) {
    const hit = this.circles.findLast(({ at: [lon, lat], r }) =>
      point.distanceTo(this.map.latLngToContainerPoint([lat, lon])) <= r);
    return hit ? hit.i : -1;
  }
}

/**
 * The swatch of a circle in the legend.
 * @param {number} r
 */
export function circleSwatch(r) {
  const size = `${2 * Math.max(r, 2)}px`;
  return el('span', { class: 'mm-circle', style: `width:${size};height:${size}` });
}
