// Where the map looks: prepared views, the address, and maps that move together.

const MARGIN = 12; // pixels around a prepared view
const DOUBLINGS = 1.5; // zoom levels that the legend may cost at most
const ECHO = 5000; // ms for which an address that was written may come back from Python
const LAG = 250; // ms after the last move before the address is written

/** @type {Map<string, Set<Camera>>} */
const groups = new Map();

/** @typedef {{width: number, height: number, outline: () => Iterable<number[]>}} Corner */

/** One map's view. */
export class Camera {
  /**
   * @param {any} L
   * @param {any} map
   * @param {() => Corner} corner what the legend covers, top left
   */
  constructor(L, map, corner) {
    this.L = L;
    this.map = map;
    this.corner = corner;
    /** @type {import('./payload.js').View | null} */
    this.view = null;
    /** @type {{center: any, zoom: number} | null} where the view puts the map */
    this.prepared = null;
    /** @type {{whole: boolean} | null} how the map was fitted, until the reader moves it */
    this.fit = null;
    this.going = false;
    /** @type {string | null} */
    this.group = null;
    this.following = false;
    this.scaled = false; // followed to another scale, and not yet at rest there
    /** @type {{where: string, time: number}[]} positions lately written into the address */
    this.written = [];
    /** @type {{href?: string | null, hrefPlain?: string | null, asked?: string}} */
    this.address = {};
    this.path = location.pathname; // of the page that the map is on
    this.mine = ''; // the address that this map wrote last
    this.timer = 0;
    map.on('movestart', () => (this.fit = this.going ? this.fit : null));
    map.on('moveend', () => this.later());
    map.on('move', () => this.lead('move'));
    map.on('zoomanim', (/** @type {any} */ event) => this.lead('zoomanim', event));
    map.on('moveend', () => this.lead('moveend'));
  }

  /** @param {import('./payload.js').Payload} data */
  update(data) {
    this.join(data.group ?? null);
    this.address = data;
    if (this.view?.key !== data.view.key) {
      const first = this.view === null;
      this.view = data.view;
      if (!first && this.echoes(data.view)) this.prepared = this.target();
      else this.apply(!first && !data.view.jump);
    }
    this.later();
  }

  /**
   * Whether a view only says back what this map wrote into the address a moment ago: the
   * reader may have moved on since, and is not to be pulled back.
   * @param {import('./payload.js').View} view
   */
  echoes({ at }) {
    const since = performance.now() - ECHO;
    this.written = this.written.filter(({ time }) => time > since);
    const said = at && position({ lat: at[0], lng: at[1] }, at[2]);
    return said === this.here() || this.written.some(({ where }) => where === said);
  }

  /** To the whole of the focus, wherever the view began. */
  home() {
    this.apply(true, true);
  }

  /** To the view that Python prepared. @param {boolean} fly @param {boolean} [whole] to all of its focus */
  apply(fly, whole = false) {
    this.map.invalidateSize({ pan: false, animate: false }); // a fit is only as good as the size it is for
    const { at, bounds } = /** @type {import('./payload.js').View} */ (this.view);
    const to = this.target(whole);
    this.prepared = whole && at && bounds ? null : to;
    this.go(to, fly);
    this.fit = { whole };
  }

  /** @param {{center: any, zoom: number}} to @param {boolean} fly */
  go({ center, zoom }, fly) {
    this.going = true;
    this.map._onZoomTransitionEnd(); // while it zooms, Leaflet takes no other view
    if (fly && !calm()) this.map.flyTo(center, zoom, { duration: 0.7 });
    else this.map.setView(center, zoom, { animate: false });
    this.going = false;
  }

  /** Where a view puts the map. @param {boolean} [whole] by its bounds even if it says `at` */
  target(whole = false) {
    const { at, bounds } = /** @type {import('./payload.js').View} */ (this.view);
    if (at && !(whole && bounds)) return { center: this.L.latLng(at[0], at[1]), zoom: at[2] };
    const box = this.L.latLngBounds(bounds);
    const padding = this.L.point(MARGIN, MARGIN);
    const corner = this.corner();
    const largest = this.map.getBoundsZoom(box, false, padding.multiplyBy(2));
    // As large as it goes without lying under the legend: in the middle, else moved away from it.
    const { zoomSnap, minZoom } = this.map.options;
    for (let zoom = largest; zoom > largest - DOUBLINGS && zoom >= minZoom; zoom -= zoomSnap) {
      for (const share of [0, 0.5, 1]) {
        const center = this.moved(box, zoom, share);
        if (!this.hides(corner, { center, zoom })) return { center, zoom };
      }
    }
    return { center: this.moved(box, largest, 0), zoom: largest };
  }

  /**
   * The centre that puts a box in the middle of the map, or a share of the spare room to the
   * right and down.
   * @param {any} box @param {number} zoom @param {number} share
   */
  moved(box, zoom, share) {
    const low = this.map.project(box.getSouthWest(), zoom);
    const high = this.map.project(box.getNorthEast(), zoom);
    const size = this.map.getSize();
    const spare = (/** @type {number} */ room, /** @type {number} */ used) =>
      Math.max((room - used) / 2 - MARGIN, 0) * share;
    const middle = low.add(high).divideBy(2);
    return this.map.unproject(middle.subtract(
      this.L.point(spare(size.x, high.x - low.x), spare(size.y, low.y - high.y))), zoom);
  }

  /**
   * Whether the legend would lie over the focus.
   * @param {Corner} corner @param {{center: any, zoom: number}} at
   */
  hides({ width, height, outline }, { center, zoom }) {
    const origin = this.map.project(center, zoom).subtract(this.map.getSize().divideBy(2));
    for (const [lon, lat] of outline()) {
      const { x, y } = this.map.project([lat, lon], zoom).subtract(origin);
      if (x < width + 2 * MARGIN && y < height + 2 * MARGIN) return true;
    }
    return false;
  }

  /** The map's box has another size: a reader who has not moved it still sees the whole. */
  resized() {
    if (this.fit) this.apply(false, this.fit.whole);
    else this.map.invalidateSize({ pan: true, animate: false });
  }

  /** Whether the map is where the view put it; Leaflet rounds to pixels. */
  still() {
    if (!this.prepared) return false;
    const { center, zoom } = this.prepared;
    const away = this.map.project(center, zoom).distanceTo(this.map.project(this.map.getCenter(), zoom));
    return away < 2 && Math.abs(zoom - this.map.getZoom()) < 0.005;
  }

  here() {
    return position(this.map.getCenter(), this.map.getZoom());
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), LAG);
  }

  /** Writes the address of what is seen, for a link that opens the same. */
  write() {
    if (location.pathname !== this.path || !this.current()) return; // the address is of something else by now
    const { href, hrefPlain } = this.address;
    this.written.push({ where: this.here(), time: performance.now() });
    const query = this.still() ? hrefPlain : href?.replace('{at}', this.here());
    if (query === null || query === undefined) return;
    const address = location.pathname + query + location.hash;
    if (address !== location.pathname + location.search + location.hash) {
      history.replaceState(history.state, '', address);
    }
    this.mine = location.search;
  }

  /** Whether the address is still what this map was drawn for: a press or a step back may be on its way. */
  current() {
    const now = decoded(location.search);
    return now === decoded(this.address.asked ?? '') || now === decoded(this.mine);
  }

  /** @param {string | null} group */
  join(group) {
    if (group === this.group) return;
    this.leave();
    this.group = group;
    if (!group) return;
    if (!groups.has(group)) groups.set(group, new Set());
    /** @type {Set<Camera>} */ (groups.get(group)).add(this);
  }

  leave() {
    if (this.group) groups.get(this.group)?.delete(this);
    clearTimeout(this.timer);
  }

  /** Takes the other maps of the group along. @param {string} how @param {any} [event] */
  lead(how, event) {
    if (this.following || !this.group) return;
    for (const other of groups.get(this.group) ?? []) {
      if (other === this) continue;
      other.follow(how, event ?? { center: this.map.getCenter(), zoom: this.map.getZoom() });
      if (!this.fit) other.fit = null;
    }
  }

  /** @param {string} how @param {{center: any, zoom: number}} to */
  follow(how, { center, zoom }) {
    const { map } = this;
    if (map._animatingZoom) return;
    this.following = this.going = true;
    if (how === 'zoomanim') {
      map.setView(center, zoom, { animate: true });
    } else if (how === 'moveend') {
      // To come to another scale by moves draws nothing anew.
      if (this.scaled) map._resetView(center, zoom);
      else if (position(map.getCenter(), map.getZoom()) !== position(center, zoom)) map.setView(center, zoom, { animate: false });
      else map.fire('moveend');
      this.scaled = false;
    } else if (zoom === map.getZoom()) {
      // Only the pane moves while the other map is dragged; drawing waits for the end.
      map._rawPanBy(map.latLngToContainerPoint(center).subtract(map.getSize().divideBy(2)).round());
      map.fire('move');
    } else {
      this.scaled = true;
      map._move(center, zoom);
    }
    this.following = this.going = false;
  }
}

/** A query in one form, whichever letters of it are encoded. @param {string} query */
function decoded(query) {
  return new URLSearchParams(query).toString();
}

/** Whether the reader asked the system for less movement. */
export function calm() {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** @param {{lat: number, lng: number}} center @param {number} zoom */
function position({ lat, lng }, zoom) {
  return [+lat.toFixed(4), +lng.toFixed(4), +zoom.toFixed(2)].join(',');
}
