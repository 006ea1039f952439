// The drawn ground: base map, areas with their fills and hatches, borders.
// Everything here lies on one canvas, in this order: sea and neighbours, areas, water,
// borders of the coarser level, the national border, outline of the focus.

import { Areas } from './areas.js';

/** Whether the reader's system is dark, when the page opens. */
export const DARK = matchMedia('(prefers-color-scheme: dark)').matches;

// Of Mali the colours are the same in the dark: they are what the legend, a sheet and a colleague's
// screen say. Only what lies round it is dark.
export const LOOK = {
  land: DARK ? '#2a3138' : '#eeefec', // neighbours, and what lies beyond the base map
  sea: DARK ? '#1b242b' : '#e3ebef',
  water: '#6a9cbf',
  foreignBorder: DARK ? '#56616b' : '#c9ccc9',
  areaBorder: '#98a2ab',
  parentBorder: '#525d66',
  focusBorder: '#2b343c',
  faded: 0.28, // how much of its fill an area outside the focus keeps
};

const SPACING = 7; // pixels between hatch lines
const THICKNESS = 1.6;
const DOT = 1.4; // radius
const FEW = 25; // areas at most whose borders are drawn as those of regions

/** @type {Map<string, HTMLCanvasElement>} */
const tiles = new Map();

const GAP = SPACING * Math.SQRT1_2;
/** @type {Record<string, (color: string) => string>} the same patterns as CSS `background`, without the colour below */
const CSS = {
  lines: (color) => `repeating-linear-gradient(-45deg, ${color} 0 ${THICKNESS}px, transparent 0 ${GAP}px)`,
  back: (color) => `repeating-linear-gradient(45deg, ${color} 0 ${THICKNESS}px, transparent 0 ${GAP}px)`,
  cross: (color) => `${CSS.lines(color)}, ${CSS.back(color)}`,
  dots: (color) => `radial-gradient(circle, ${color} ${DOT}px, transparent ${DOT + 0.4}px) 0 0 / ${SPACING}px ${SPACING}px`,
};

/** @param {string} color @param {string} [pattern] */
export function hatchCss(color, pattern = 'lines') {
  return CSS[pattern](color);
}

/**
 * A square of lines or dots that repeats without a seam, at twice the size for sharp screens.
 * @param {string} color
 * @param {string} [pattern]
 */
export function hatchTile(color, pattern = 'lines') {
  const key = `${pattern} ${color}`;
  let tile = tiles.get(key);
  if (!tile) {
    tile = document.createElement('canvas');
    const size = (tile.width = tile.height = SPACING * 2);
    const pen = /** @type {CanvasRenderingContext2D} */ (tile.getContext('2d'));
    pen.strokeStyle = pen.fillStyle = color;
    pen.lineWidth = THICKNESS * 2;
    if (pattern === 'dots') {
      pen.arc(size / 2, size / 2, DOT * 2, 0, 2 * Math.PI);
      pen.fill();
    } else {
      for (const shift of [-size, 0, size]) {
        if (pattern !== 'back') line(pen, [shift - 2, size + 2], [shift + size + 2, -2]);
        if (pattern !== 'lines') line(pen, [shift - 2, -2], [shift + size + 2, size + 2]);
      }
      pen.stroke();
    }
    tiles.set(key, tile);
  }
  return tile;
}

/** @param {CanvasRenderingContext2D} pen @param {[number, number]} from @param {[number, number]} to */
function line(pen, from, to) {
  pen.moveTo(...from);
  pen.lineTo(...to);
}

/**
 * Leaflet's canvas renderer, where a style may also have `hatch`, the colour of a `pattern` over it,
 * and where `setScale` makes lines and hatches stronger on large screens.
 * @param {any} L
 * @param {object} options
 */
export function hatchCanvas(L, options) {
  const plain = L.Canvas.prototype;
  const HatchCanvas = L.Canvas.extend({
    _scale: 1,
    setScale(/** @type {number} */ scale) {
      if (scale === this._scale) return;
      this._scale = scale;
      this._hatches = new Map();
      if (this._map) this._redraw();
    },
    _redraw() {
      // Leaflet forgets a frame it asked for when it draws before it comes: the map may be gone by then.
      if (this._ctx) plain._redraw.call(this);
    },
    _fillStroke(/** @type {CanvasRenderingContext2D} */ ctx, /** @type {any} */ layer) {
      const options = Object.create(layer.options); // Leaflet's defaults are inherited, too
      options.weight *= this._scale;
      const { hatch, pattern, fill, fillColor, fillOpacity, fillRule } = options;
      if (hatch && fill) {
        ctx.globalAlpha = fillOpacity;
        for (const paint of [fillColor, this._hatch(ctx, hatch, pattern)]) {
          ctx.fillStyle = paint;
          ctx.fill(fillRule || 'evenodd');
        }
        options.fill = false;
      }
      plain._fillStroke.call(this, ctx, { options });
    },
    _hatch(/** @type {CanvasRenderingContext2D} */ ctx, /** @type {string} */ color, /** @type {string} */ kind) {
      this._hatches ??= new Map();
      const key = `${kind} ${color}`;
      if (!this._hatches.has(key)) {
        const pattern = /** @type {CanvasPattern} */ (ctx.createPattern(hatchTile(color, kind), 'repeat'));
        pattern.setTransform(new DOMMatrix().scale(this._scale / 2));
        this._hatches.set(key, pattern);
      }
      return this._hatches.get(key);
    },
  });
  return new HatchCanvas(options);
}

/** The ground of one map. */
export class Ground {
  /**
   * @param {any} L
   * @param {any} map
   * @param {any} renderer
   */
  constructor(L, map, renderer) {
    this.L = L;
    this.map = map;
    this.renderer = renderer;
    /** @type {Map<string, any>} layer groups already made, by what they show */
    this.made = new Map();
    /** @type {any[]} groups on the map, from the bottom up */
    this.shown = [];
    /** @type {Map<object, string[]>} the style each area of a group was last drawn with */
    this.painted = new Map();
  }

  /**
   * Shows these files with these fills. Only what differs from before is drawn again.
   * @param {import('./payload.js').Payload} data
   * @param {{areas: any, parents: any, base: any}} files
   */
  update(data, files) {
    const areas = this.areaGroup(data.areas, files.areas);
    const wanted = [
      files.base && this.group(`${data.base} ground`, () => this.baseLayers(files.base, GROUND)),
      areas,
      files.base && data.layers.includes('rivers') &&
        this.group(`${data.base} water`, () => this.baseLayers(files.base, WATER)),
      files.parents && this.group(`${data.parents} lines`, () => this.outlines(files.parents)),
      this.focusGroup(data, files),
    ].filter(Boolean);
    this.paint(areas, Areas.of(files.areas), data);
    this.swap(wanted);
  }

  /** @param {any[]} wanted groups from the bottom up */
  swap(wanted) {
    if (wanted.length === this.shown.length && wanted.every((g, i) => g === this.shown[i])) return;
    for (const group of this.shown) if (!wanted.includes(group)) group.remove();
    let above = false; // from the first new group on, everything is raised to keep the order
    for (const [i, group] of wanted.entries()) {
      const fresh = !this.map.hasLayer(group);
      if (fresh) group.addTo(this.map);
      else if (above || group !== this.shown[i]) group.bringToFront();
      above ||= fresh;
    }
    this.shown = wanted;
  }

  /** @param {string} key @param {() => any[]} make */
  group(key, make) {
    if (!this.made.has(key)) this.made.set(key, this.L.featureGroup(make()));
    return this.made.get(key);
  }

  /** @param {string} address @param {import('./payload.js').Collection} collection */
  areaGroup(address, { features }) {
    const border = features.length > FEW ? MINOR : MIDDLE;
    return this.group(address, () => features.map((f) => this.shape(f, border)));
  }

  /** @param {import('./payload.js').Collection} collection */
  outlines(collection) {
    return collection.features.map((f) => this.shape(f, { fill: false, ...MAJOR }));
  }

  /** @param {import('./payload.js').Payload} data @param {{areas: any, parents: any}} files */
  focusGroup(data, files) {
    const file = [files.parents, files.areas].find((f) => f && Areas.of(f).get(data.focus));
    if (!file) return null;
    return this.group(`${data.parents} ${data.areas} ${data.focus}`, () => [
      this.shape(/** @type {any} */ (Areas.of(file).get(data.focus)), {
        fill: false, color: LOOK.focusBorder, weight: 3,
      }),
    ]);
  }

  /** @param {import('./payload.js').Collection} base @param {[string, object][]} kinds */
  baseLayers(base, kinds) {
    return kinds.flatMap(([kind, style]) =>
      base.features.filter((f) => f.properties.kind === kind).map((f) => this.shape(f, style)));
  }

  /** @param {import('./payload.js').Feature} feature @param {object} style */
  shape(feature, style) {
    const { coordinates, type } = feature.geometry;
    const deep = { Polygon: 1, MultiPolygon: 2, LineString: 0, MultiLineString: 1 }[/** @type {string} */ (type)];
    const points = this.L.GeoJSON.coordsToLatLngs(coordinates, deep);
    const make = type.endsWith('Polygon') ? this.L.polygon : this.L.polyline;
    // Shared borders must stay shared: no simplification of our own.
    return make(points, { renderer: this.renderer, interactive: false, smoothFactor: 0, opacity: 1, ...style });
  }

  /**
   * @param {any} group
   * @param {Areas} areas
   * @param {import('./payload.js').Payload} data
   */
  paint(group, areas, data) {
    const before = this.painted.get(group) ?? [];
    const layers = group.getLayers();
    const now = layers.map((/** @type {any} */ layer, /** @type {number} */ i) => {
      const style = data.styles[data.fill[i]] ?? { fill: '#ffffff' };
      const strength = areas.within(i, data.focus) ? 1 : LOOK.faded;
      const key = `${style.fill} ${style.hatch ?? ''} ${style.pattern ?? ''} ${strength}`;
      if (key !== before[i]) {
        const { hatch, pattern } = style;
        layer.setStyle({ fill: true, fillColor: style.fill, hatch, pattern, fillOpacity: strength });
      }
      return key;
    });
    this.painted.set(group, now);
  }
}

const MINOR = { color: LOOK.areaBorder, weight: 0.6 };
const MIDDLE = { color: LOOK.parentBorder, weight: 1 };
const MAJOR = { color: LOOK.parentBorder, weight: 1.6 };
// Land is the map's own background: neighbours need only the lines between them.
/** @type {[string, object][]} */
const GROUND = [
  ['sea', { stroke: false, fill: true, fillColor: LOOK.sea, fillOpacity: 1 }],
  ['border', { fill: false, color: LOOK.foreignBorder, weight: 1 }],
];
// A pale casing keeps a river visible on the darkest class.
/** @type {[string, object][]} */
const WATER = [
  ['lake', { stroke: false, fill: true, fillColor: LOOK.water, fillOpacity: 1 }],
  ['river', { fill: false, color: '#ffffff', opacity: DARK ? 0.3 : 0.75, weight: 3 }],
  ['river', { fill: false, color: LOOK.water, weight: 1.5 }],
];
