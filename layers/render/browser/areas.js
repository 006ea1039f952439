// An areas file in memory: who is where, who lies in whom.

import { nameIn } from './text.js';

/** @type {WeakMap<object, Areas>} */
const known = new WeakMap();

/** The areas of one file, indexed. Shared by all maps that show the file. */
export class Areas {
  /** @param {import('./payload.js').Collection} collection */
  constructor(collection) {
    this.features = collection.features;
    /** @type {Map<string, number>} */
    this.index = new Map(this.features.map((feature, i) => [feature.id, i]));
    this.boxes = this.features.map((feature) => boxOf(feature.geometry));
  }

  /**
   * @param {import('./payload.js').Collection} collection
   * @returns {Areas}
   */
  static of(collection) {
    let areas = known.get(collection);
    if (!areas) known.set(collection, (areas = new Areas(collection)));
    return areas;
  }

  /** @param {string} id */
  get(id) {
    const index = this.index.get(id);
    return index === undefined ? undefined : this.features[index];
  }

  /**
   * Whether the area at an index is the focus or lies in it.
   * @param {number} index
   * @param {string} focus
   */
  within(index, focus) {
    const { id, properties } = this.features[index];
    return focus === 'ML' || id === focus || properties.up.includes(focus);
  }

  /** The corners of all areas in the focus, [lon, lat]. @param {string} focus */
  *outline(focus) {
    for (const [i, { geometry }] of this.features.entries()) {
      if (this.within(i, focus)) for (const ring of rings(geometry)) yield* ring;
    }
  }

  /**
   * The index of the area at a position, or -1.
   * @param {number} lon
   * @param {number} lat
   */
  at(lon, lat) {
    return this.boxes.findIndex(
      ([west, south, east, north], i) =>
        lon >= west && lon <= east && lat >= south && lat <= north &&
        contains(this.features[i].geometry, lon, lat),
    );
  }

  /**
   * The name of the nearest ancestor of a feature that is in this file.
   * @param {import('./payload.js').Feature} feature
   * @param {string} lang
   */
  parentName(feature, lang) {
    const id = feature.properties.up.find((/** @type {string} */ up) => this.index.has(up));
    const parent = id && this.get(id);
    return parent ? nameIn(parent.properties, lang) : '';
  }
}

/** @param {any} geometry @returns {number[][][]} */
function rings(geometry) {
  return geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
}

/** @param {any} geometry @returns {[number, number, number, number]} west, south, east, north */
function boxOf(geometry) {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const ring of rings(geometry)) {
    for (const [lon, lat] of ring) {
      west = Math.min(west, lon);
      south = Math.min(south, lat);
      east = Math.max(east, lon);
      north = Math.max(north, lat);
    }
  }
  return [west, south, east, north];
}

/**
 * Even-odd rule over all rings, so holes count as outside.
 * @param {any} geometry @param {number} lon @param {number} lat
 */
function contains(geometry, lon, lat) {
  let inside = false;
  for (const ring of rings(geometry)) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [x1, y1] = ring[i];
      const [x2, y2] = ring[j];
      if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
    }
  }
  return inside;
}
