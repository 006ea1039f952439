// What the colours, hatches, circles and symbols mean, in the payload's words.

import { hatchCss } from './fill.js';
import { circleSwatch, radius, symbol } from './points.js';
import { el } from './text.js';

/**
 * Fills the legend anew; it is small.
 * @param {HTMLElement} host
 * @param {import('./payload.js').Payload} data
 * @param {number} scale
 */
export function drawLegend(host, data, scale) {
  const { legend } = data;
  host.hidden = !legend;
  if (!legend) return;
  const { grid } = legend;
  const listed = legend.items.filter(({ style }) => !grid?.keys.some((row) => row.includes(style ?? '')));
  const rows = listed.map((item) =>
    el('li', {}, el('span', { class: 'mm-key', 'aria-hidden': 'true' }, swatch(item, data, scale)), item.label));
  host.replaceChildren(
    el('h2', {}, legend.title),
    grid ? drawGrid(grid, data, scale) : '',
    el('ul', {}, ...rows),
    legend.note ? el('p', {}, legend.note) : '',
  );
  host.setAttribute('aria-label', legend.title);
  host.toggleAttribute('tabindex', false);
  if (host.scrollHeight > host.clientHeight + 1) host.tabIndex = 0; // to be scrolled without a mouse
}

/**
 * @param {import('./payload.js').LegendItem} item
 * @param {import('./payload.js').Payload} data
 * @param {number} scale
 */
function swatch({ style, circle, point }, data, scale) {
  if (circle !== undefined && data.circles) return circleSwatch(radius(circle, data.circles, scale));
  if (point?.startsWith('cells')) return el('span', { class: `mm-${point}` });
  if (point !== undefined) return el('span', { class: 'mm-point' }, symbol(point));
  const { fill, hatch, pattern } = data.styles[style ?? ''] ?? { fill: 'transparent' };
  const box = el('span', { class: 'mm-swatch' });
  // By CSS: a picture of the canvas's own tile costs 100 ms where drawing is in software.
  if (hatch) box.style.background = hatchCss(hatch, pattern);
  box.style.backgroundColor = fill;
  return box;
}

/**
 * Two variables at once: a colour for each pair.
 * @param {import('./payload.js').Grid} grid
 * @param {import('./payload.js').Payload} data
 * @param {number} scale
 */
function drawGrid({ rows, columns, keys, across, down }, data, scale) {
  const head = el('tr', {}, el('td'), ...columns.map((label) => el('th', { scope: 'col' }, label)));
  const body = rows.map((label, i) =>
    el('tr', {}, el('th', { scope: 'row' }, label), ...keys[i].map((style) => el('td', {}, swatch({ label, style }, data, scale)))));
  return el('table', { class: 'mm-grid' }, el('caption', {}, `${down} × ${across}`), ...body.reverse(), head);
}
