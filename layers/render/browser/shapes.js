// Lines and outlines of loaded data, over the areas: corridors, zones.

/** Shapes under one note, drawn again only when they differ. */
export class Shapes {
  /**
   * @param {any} L
   * @param {any} map
   * @param {any} renderer
   * @param {{enter: (shape: any, at: any) => void, leave: () => void}} on
   */
  constructor(L, map, renderer, on) {
    this.L = L;
    this.map = map;
    this.renderer = renderer;
    this.on = on;
    this.group = L.featureGroup().addTo(map);
    this.drawn = '[]';
  }

  /** @param {import('./payload.js').Payload} data @param {number} scale */
  update(data, scale) {
    const shapes = data.shapes ?? [];
    const wanted = JSON.stringify([shapes, scale]);
    if (wanted === this.drawn) return;
    this.drawn = wanted;
    this.group.clearLayers();
    for (const shape of shapes) this.draw(shape, data.mark, scale);
  }

  /** @param {import('./payload.js').Shape} shape @param {string} color @param {number} scale */
  draw(shape, color, scale) {
    const zone = shape.kind === 'zone';
    const layer = this.L.geoJSON(shape.geometry, {
      // Only the line itself answers the pointer: what lies under a zone stays within reach.
      className: 'mm-shape', renderer: this.renderer, bubblingMouseEvents: false, color,
      weight: (zone ? 2 : 3) * scale, opacity: 0.9, dashArray: zone ? '6 4' : null,
      fill: zone, fillColor: color, fillOpacity: 0.08,
      pointToLayer: (/** @type {any} */ _, /** @type {any} */ at) =>
        this.L.circleMarker(at, { renderer: this.renderer, radius: 5 }),
    }).addTo(this.group);
    layer.on('mouseover', () => this.map.fire('mouseout')); // the pointer has left the area under it
    layer.on('mousemove', (/** @type {any} */ event) => {
      this.L.DomEvent.stopPropagation(event); // the map's own tip would replace this one
      this.on.enter(shape, event.containerPoint);
    });
    layer.on('mouseout', () => this.on.leave());
    layer.on('click', (/** @type {any} */ event) => this.map.fire('click', event)); // on the area under it
  }
}
