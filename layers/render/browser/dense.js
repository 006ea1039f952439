// Very many points: counted by cell on the server, drawn tile by tile as the map is moved.

import { open } from './assets.js';
import { counted } from './text.js';

// As in geo/dense.py.
const CELL = 8;
const TILE = 1024;
const SIDE = TILE / CELL;
const WITHIN = 16; // steps of a side of a cell

const BOUNDS = [2, 10, 100]; // counts at which a cell is darker
const SHADES = [0.85, 0.4, 0.62, 0.9]; // of a point alone, of the classes of cells; as in map.css
const DOT = 2.5; // pixels
const DWELL = 150; // ms before a cell under the pointer is asked for names

/** @typedef {{address: string, unit: string}} Cells */
/** @typedef {{cells: Cells, key: string, count: number}} Spot */

/** All datasets of dense points of one map. */
export class Dense {
  /** @param {any} L @param {any} map @param {string} pane */
  constructor(L, map, pane) {
    this.L = L;
    this.map = map;
    this.pane = pane;
    /** @type {Map<string, any>} layers by address */
    this.layers = new Map();
    /** @type {Map<string, Promise<any>>} what lies in cells, by address */
    this.known = new Map();
    this.timer = 0;
  }

  /** @param {import('./payload.js').Payload} data */
  update({ cells = [], mark }) {
    const wanted = new Set(cells.map(({ address }) => address));
    for (const [address, layer] of this.layers) {
      if (wanted.has(address)) continue;
      layer.remove();
      this.layers.delete(address);
    }
    for (const one of cells) {
      if (!this.layers.has(one.address)) this.layers.set(one.address, this.layer(one, mark).addTo(this.map));
      this.layers.get(one.address).cells = one; // its words may be in another language
    }
  }

  /** @param {Cells} cells @param {string} mark */
  layer(cells, mark) {
    const layer = new this.L.GridLayer({ tileSize: TILE, pane: this.pane, keepBuffer: 1, className: 'mm-cells' });
    layer.counts = new Map(); // of the cells of each tile
    layer.createTile = (/** @type {any} */ { x, y, z }, /** @type {any} */ done) => {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = TILE;
      fetch(open(`${cells.address}/${z}/${x}/${y}`))
        .then((answer) => (answer.ok ? answer.arrayBuffer() : Promise.reject(new Error(`HTTP ${answer.status}`))))
        .then((bytes) => {
          layer.counts.set(`${z}/${x}/${y}`, draw(canvas, bytes, mark));
          done(null, canvas);
        })
        .catch((error) => done(error, canvas));
      return canvas;
    };
    layer.on('tileunload', ({ coords: { x, y, z } }) => layer.counts.delete(`${z}/${x}/${y}`));
    return layer;
  }

  /** The cell with points at a position, of the dataset drawn last. @param {any} latlng @returns {Spot | null} */
  at(latlng) {
    for (const layer of [...this.layers.values()].reverse()) {
      const zoom = layer._tileZoom;
      const { x, y } = this.map.project(latlng, zoom).divideBy(CELL).floor();
      const tile = `${zoom}/${Math.floor(x / SIDE)}/${Math.floor(y / SIDE)}`;
      const count = layer.counts.get(tile)?.get((y % SIDE) * SIDE + (x % SIDE));
      if (count) return { cells: layer.cells, key: `${zoom}/${x}/${y}`, count };
    }
    return null;
  }

  /** What lies in a cell: some names, how many more, the id where there is one. @param {Spot} spot */
  ask({ cells, key }) {
    const address = `${cells.address}/${key}/in`;
    if (!this.known.has(address)) {
      this.known.set(address, fetch(open(address)).then((answer) => answer.json()).catch(() => ({ names: [] })));
    }
    return /** @type {Promise<{names: string[], more?: number, id?: string}>} */ (this.known.get(address));
  }

  /**
   * Says what is under the pointer: the count at once, names when it stays.
   * @param {Spot} spot @param {string} lang @param {(said: {name: string, lines: string[]}) => void} say
   */
  hover(spot, lang, say) {
    const name = counted(new Intl.NumberFormat(lang).format(spot.count), spot.count, { lang, unit: spot.cells.unit });
    say({ name, lines: [] });
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      const asked = this.timer;
      const { names, more } = await this.ask(spot);
      if (asked === this.timer) say({ name, lines: [...names, more ? `+ ${more}` : ''] });
    }, DWELL);
  }

  leave() {
    clearTimeout(this.timer);
    this.timer = 0;
  }
}

/**
 * Draws a tile and returns the count of each cell, by row and column.
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayBuffer} bytes counts (4 bytes each), steps along the curve (2), places (1)
 * @param {string} mark colour
 */
function draw(canvas, bytes, mark) {
  const n = bytes.byteLength / 7;
  const [counts, steps] = [new Uint32Array(bytes, 0, n), new Uint16Array(bytes, 4 * n, n)];
  const places = new Uint8Array(bytes, 6 * n, n);
  const paths = SHADES.map(() => new Path2D());
  const found = new Map();
  for (let i = 0, at = 0; i < n; i += 1) {
    at += steps[i];
    const [x, y] = [evenBits(at), evenBits(at >> 1)];
    found.set(y * SIDE + x, counts[i]);
    const shade = BOUNDS.filter((bound) => counts[i] >= bound).length;
    if (shade) {
      paths[shade].rect(x * CELL + 0.5, y * CELL + 0.5, CELL - 1, CELL - 1);
    } else {
      const [left, top] = [evenBits(places[i]), evenBits(places[i] >> 1)].map((step) => ((step + 0.5) / WITHIN) * CELL);
      paths[0].moveTo(x * CELL + left + DOT, y * CELL + top);
      paths[0].arc(x * CELL + left, y * CELL + top, DOT, 0, 7);
    }
  }
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  pen.fillStyle = mark;
  for (const [shade, path] of paths.entries()) {
    pen.globalAlpha = SHADES[shade];
    pen.fill(path);
  }
  return found;
}

/** Every second bit of a number, from the lowest. @param {number} code */
function evenBits(code) {
  let found = code & 0x5555;
  found = (found | (found >> 1)) & 0x3333;
  found = (found | (found >> 2)) & 0x0f0f;
  return (found | (found >> 4)) & 0x00ff;
}
