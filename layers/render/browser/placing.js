// Which names fit on a map, and where: the most important first, each at the first place
// where it is clear of the others.

import { fold } from './text.js';

/**
 * @typedef {object} Name
 * @property {string} text
 * @property {string} [figure] second line
 * @property {[number, number]} at [lon, lat]
 * @property {"pick" | "area" | "faded" | "town" | "country"} kind
 * @property {[number, number]} [extent] degrees its area covers, east-west and north-south: a
 *   name much wider waits, and none is moved off its area
 * @property {number} [circle] radius of the circle at its point, in pixels
 */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */
/** @typedef {Name & {x: number, y: number, align: CanvasTextAlign, box: Box}} Placed */

const OVERHANG = 1.35; // a name may be this much wider than its area
export const DOT = 3; // radius of a town, in pixels
const NEAR = 90; // pixels within which two equal names mean the same place

/**
 * Chooses which names are drawn and where.
 * @param {Name[]} names most important first
 * @param {object} on
 * @param {(name: Name) => {x: number, y: number, wide: number, tall: number}} on.project position,
 *   and size of the area, in pixels
 * @param {(name: Name) => {width: number, height: number}} on.measure size of the text
 * @param {Box} on.bounds nothing is placed outside
 * @param {Box} on.shown what of it is seen: a name bound to no area moves off the edge
 * @param {Box[]} on.taken places that are not free
 * @param {number} on.dot radius of a town
 * @returns {Placed[]}
 */
export function place(names, { project, measure, bounds, shown, taken, dot }) {
  const blocked = [...taken];
  /** @type {Placed[]} */
  const placed = [];
  for (const name of names) {
    const { x: exact, y, wide, tall } = project(name);
    let x = exact;
    if (x < bounds.left || x > bounds.right || y < bounds.top || y > bounds.bottom) continue;
    const spot = around(x, y, dot + 1, dot + 1);
    if (name.kind === 'town' && blocked.some((other) => overlap(spot, other))) continue;
    const key = fold(name.text); // an area and its chief town: said once
    const same = (/** @type {Placed} */ other) =>
      (other.kind === 'town') !== (name.kind === 'town') && fold(other.text) === key &&
      Math.hypot(other.x - x, other.y - y) < NEAR;
    if (placed.some(same)) continue;
    const size = measure(name);
    const bound = name.extent && name.kind !== 'pick';
    if (!bound && name.kind !== 'town' && x > shown.left && x < shown.right) {
      const half = size.width / 2 + 4;
      x = Math.max(shown.left + half, Math.min(x, shown.right - half));
    }
    if (bound && size.width > wide * OVERHANG) continue;
    const free = spots(name, x, y, size, dot).find(({ box }) =>
      inside(box, bounds) && !blocked.some((other) => overlap(box, other)) &&
      (!bound || name.circle || overlap(box, around(x, y, 1, 1)) || inside(box, around(x, y, wide / 2, tall / 2))));
    if (!free) continue;
    blocked.push(free.box);
    if (name.kind === 'town') blocked.push(spot);
    placed.push({ ...name, ...free });
  }
  return placed;
}

/**
 * Where a name may stand, best first: an area's on its point or a little off it, clear of a
 * circle that is smaller than the name; a town's beside its dot.
 * @param {Name} name @param {number} x @param {number} y
 * @param {{width: number, height: number}} size
 * @param {number} dot
 * @returns {{x: number, y: number, align: CanvasTextAlign, box: Box}[]}
 */
function spots({ kind, circle = 0 }, x, y, { width, height }, dot) {
  const half = width / 2;
  const at = (/** @type {CanvasTextAlign} */ align, /** @type {number} */ dx, /** @type {number} */ dy) => {
    const middle = x + dx + (align === 'left' ? half : align === 'right' ? -half : 0);
    return { x: x + dx, y: y + dy, align, box: around(middle, y + dy, half + 2, height / 2) };
  };
  const beside = (/** @type {number} */ gap) => [at('left', gap, 0), at('right', -gap, 0)];
  const stacked = (/** @type {number} */ gap) => [at('center', 0, height / 2 + gap), at('center', 0, -height / 2 - gap)];
  if (kind === 'town') return [...beside(dot + 4), ...stacked(dot + 2)];
  if (circle && circle < half + 6) return [...stacked(circle + 1), ...beside(circle + 4)];
  return [at('center', 0, 0), ...stacked(5), ...stacked(10 * (dot / DOT)), ...beside(12 * (dot / DOT))];
}

/** @param {number} x @param {number} y @param {number} w @param {number} h @returns {Box} */
function around(x, y, w, h) {
  return { left: x - w, top: y - h, right: x + w, bottom: y + h };
}

/** @param {Box} a @param {Box} b */
function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** @param {Box} a @param {Box} b */
function inside(a, b) {
  return a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
}
