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
  const rows = legend.items.map((item) =>
    el('li', {}, el('span', { class: 'mm-key', 'aria-hidden': 'true' }, swatch(item, data, scale)), item.label));
  host.replaceChildren(
    el('h3', {}, legend.title),
    el('ul', {}, ...rows),
    legend.note ? el('p', {}, legend.note) : '',
  );
}

/**
 * @param {import('./payload.js').LegendItem} item
 * @param {import('./payload.js').Payload} data
 * @param {number} scale
 */
function swatch({ style, circle, point }, data, scale) {
  if (circle !== undefined && data.circles) return circleSwatch(radius(circle, data.circles, scale));
  if (point !== undefined) return el('span', { class: 'mm-point' }, symbol(point));
  const { fill, hatch } = data.styles[style ?? ''] ?? { fill: 'transparent' };
  const box = el('span', { class: 'mm-swatch' });
  box.style.backgroundColor = fill;
  // By CSS: a picture of the canvas's own tile costs 100 ms where drawing is in software.
  if (hatch) box.style.backgroundImage = hatchCss(hatch);
  return box;
}
