// The pointer: what lies under it, the tooltip, the outline, clicks and taps.

import { el } from './text.js';

const HOVER = { color: '#111a21', weight: 2, opacity: 0.9 };
const PICK = { color: '#111a21', weight: 3.5, opacity: 1 };
const DOUBLE = 400; // ms between the two clicks of a double click
const CASING = { color: '#ffffff', weight: 6.5, opacity: 0.9 };

/** A card beside the pointer. It never takes the pointer and Escape puts it away. */
export class Tip {
  /** @param {HTMLElement} stage */
  constructor(stage) {
    this.stage = stage;
    this.card = el('div', { class: 'mm-tip', role: 'tooltip', hidden: '' });
    stage.append(this.card);
    stage.addEventListener('keydown', (event) => event.key === 'Escape' && this.hide());
  }

  /**
   * @param {{name: string, within?: string, figure?: string | null, lines?: string[], source?: string}} said
   * @param {{x: number, y: number}} at in the stage
   */
  show({ name, within, figure, lines = [], source }, { x, y }) {
    this.card.replaceChildren(
      el('strong', {}, name),
      within ? el('span', { class: 'mm-within' }, ` ${within}`) : '',
      figure ? el('span', { class: 'mm-figure' }, figure) : '',
      ...lines.filter(Boolean).map((line) => el('span', {}, line)),
      source ? el('small', {}, source) : '',
    );
    this.card.hidden = false;
    const { offsetWidth: w, offsetHeight: h } = this.card;
    const { clientWidth: W, clientHeight: H } = this.stage;
    const left = x + 16 + w > W ? x - 16 - w : x + 16;
    const top = y + 16 + h > H ? y - 12 - h : y + 16;
    this.card.style.transform =
      `translate(${Math.round(Math.max(4, Math.min(left, W - w - 4)))}px, ${Math.round(Math.max(4, top))}px)`;
  }

  hide() {
    this.card.hidden = true;
  }
}

/** Outlines of the area under the pointer and of the one that is open. */
export class Outline {
  /**
   * @param {any} L
   * @param {any} map
   * @param {any} renderer
   */
  constructor(L, map, renderer) {
    this.scale = 1;
    this.draw = (/** @type {any} */ feature, /** @type {any} */ style) =>
      L.geoJSON(feature, {
        style: { ...style, weight: style.weight * this.scale, fill: false },
        renderer, interactive: false, smoothFactor: 0,
      });
    this.groups = { hover: L.layerGroup().addTo(map), pick: L.layerGroup().addTo(map) };
    /** @type {Record<string, any>} */
    this.shown = { hover: null, pick: null };
  }

  /** @param {"hover" | "pick"} what @param {any} feature or null */
  show(what, feature) {
    if (this.shown[what] === feature) return;
    this.shown[what] = feature;
    this.groups[what].clearLayers();
    if (!feature) return;
    for (const style of what === 'pick' ? [CASING, PICK] : [HOVER]) {
      this.draw(feature, style).addTo(this.groups[what]);
    }
  }
}

/**
 * Listens to one map's pointer.
 * @param {any} map
 * @param {object} on
 * @param {(event: any) => number} on.find the index of the area at an event, or -1
 * @param {(index: number, event: any) => void} on.over -1 when there is none
 * @param {(index: number, event: any) => void} on.click
 * @param {(index: number, event: any) => void} on.double
 */
export function listen(map, { find, over, click, double }) {
  /** @type {any} */
  let last = null;
  let waiting = 0;
  const look = () => {
    waiting = 0;
    if (last && !map.dragging.moving() && !map._animatingZoom) over(find(last), last);
  };
  map.on('mousemove', (/** @type {any} */ event) => {
    last = event;
    waiting ||= requestAnimationFrame(look);
  });
  map.on('unload', () => (last = null));
  map.on('mouseout movestart', () => {
    last = null;
    over(-1, null);
  });
  // Two clicks or taps close together: Leaflet's own dblclick misses slow taps.
  let before = { time: -Infinity, point: null };
  map.on('click', (/** @type {any} */ event) => {
    const { originalEvent, containerPoint: point } = event;
    const quick = originalEvent.timeStamp - before.time < DOUBLE && point.distanceTo(before.point) < 24;
    const twice = quick || originalEvent.detail > 1;
    before = { time: twice ? -Infinity : originalEvent.timeStamp, point };
    (twice ? double : click)(find(event), event);
  });
}
