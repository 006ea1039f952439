// The map of a page that people send each other. Text is always text, never markup: names come
// from files that somebody sent.
'use strict';

function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter(Boolean));
  return element;
}

// Lines travel as differences of thousandths of a degree: a third of their size as GeoJSON.
function unpack(steps) {
  let [x, y] = [0, 0];
  const line = [];
  for (let i = 0; i < steps.length; i += 2) {
    x += steps[i];
    y += steps[i + 1];
    line.push([y / 1000, x / 1000]);
  }
  return line;
}

function drawPage(map, data) {
  const pane = (name, z, still) => Object.assign(map.createPane(name).style, { zIndex: z, pointerEvents: still ? 'none' : 'auto' });
  for (const [name, z, still] of [['ground', 300, true], ['areas', 350], ['lines', 400, true], ['over', 450], ['places', 620], ['names', 640, true]]) pane(name, z, still);
  const overlays = {};
  const layer = (key, parts, shown = true) => {
    const group = L.layerGroup(parts);
    if (shown) group.addTo(map);
    overlays[key] = group;
    return group;
  };
  const polygon = (shape, options) => L.polygon(shape.map((rings) => rings.map(unpack)), options);
  const lines = (many, options) => L.polyline(many.map(unpack), { interactive: false, ...options });

  polygon(data.base.sea, { pane: 'ground', stroke: false, fillColor: '#e3ebef', fillOpacity: 1, interactive: false }).addTo(map);
  lines(data.base.borders, { pane: 'ground', color: '#c9ccc9', weight: 1 }).addTo(map);

  const about = (area) => el('div', { class: 'tip' },
    el('b', {}, area.in ? `${area.name} (${area.in})` : area.name),
    area.figure && el('strong', {}, area.figure),
    area.note && el('small', {}, area.note),
    el('small', {}, data.when));
  const shapes = data.areas.map((area) => {
    const { fill, hatch } = data.styles[area.key];
    const usual = { weight: 0.8, color: '#98a2ab' };
    const shape = polygon(area.shape, {
      ...usual, pane: 'areas', fillOpacity: area.inside ? 1 : 0.25, smoothFactor: 0.6,
      fillColor: hatch ? `url(#hatch-${area.key})` : fill,
    });
    shape.bindTooltip(() => about(area), { sticky: true }).bindPopup(() => about(area), { minWidth: 160, maxWidth: 320 });
    shape.on({
      mouseover: () => shape.setStyle({ weight: 2.4, color: '#1d2730' }).bringToFront(),
      mouseout: () => shape.setStyle(usual),
    });
    return shape;
  });
  layer(data.words.areas, shapes);
  layer(data.words.parents, [lines(data.parents, { pane: 'lines', color: '#525d66', weight: 1.4 })]);
  if (data.base.water) layer(data.words.rivers, [
    lines(data.base.rivers, { pane: 'lines', color: '#6a9cbf', weight: 1.6 }),
    ...data.base.lakes.map((lake) => polygon(lake, { pane: 'lines', stroke: false, fillColor: '#6a9cbf', fillOpacity: 1, interactive: false })),
  ]);
  if (data.circles) layer(data.words.circles, data.circles.map(({ at, radius }) => L.circleMarker(at, {
    pane: 'places', radius, color: '#6d2f63', weight: 1, fillOpacity: 0.35, interactive: false,
  })));
  const place = ({ name, note }) => el('div', { class: 'tip' }, el('b', {}, name), note && el('small', {}, note));
  for (const { title, zone, shapes } of data.shapes) layer(title, shapes.map((shape) => L.geoJSON(shape.geometry, {
    pane: 'over', color: '#6d2f63', weight: zone ? 2 : 3, dashArray: zone ? '6 4' : null, fill: false,
    pointToLayer: (_, at) => L.circleMarker(at, { pane: 'over', radius: 5 }),
  }).bindTooltip(() => place(shape), { sticky: true }).bindPopup(() => place(shape))));
  for (const { title, svg, points } of data.points) layer(title, points.map((point) => L.marker(point.at, {
    pane: 'places', title: point.name, alt: point.name,
    icon: L.divIcon(point.mark ? { className: 'mark', html: el('span', {}, point.mark), iconSize: [18, 18] }
      : { className: '', html: svg, iconSize: [15, 15] }),
  }).bindPopup(() => place(point))));

  const named = (entry, kind) => L.tooltip({ permanent: true, direction: 'center', pane: 'names', className: `name ${kind}`, interactive: false })
    .setLatLng(entry.at).setContent(el('span', {}, entry.name));
  const order = [...data.areas].filter((area) => area.inside).sort((a, b) => b.km2 - a.km2);
  const names = order.map((area) => named(area, ''));
  const towns = (data.base.towns ?? []).map((town) => named(town, 'town'));
  layer(data.words.labels, names, data.labels);
  if (data.base.towns) layer(data.words.towns, towns);
  const keepApart = () => {
    const taken = [];
    for (const box of [...names, ...towns].map((name) => name.getElement()).filter((found) => found?.isConnected)) {
      const { left, right, top, bottom } = box.getBoundingClientRect();
      const free = taken.every((other) => left > other.right || right < other.left || top > other.bottom || bottom < other.top);
      box.classList.toggle('hidden', !free);
      if (free) taken.push({ left, right, top, bottom });
    }
  };
  L.control.layers({}, overlays, { collapsed: map.getSize().x < 640 }).addTo(map);
  L.control.scale({ imperial: false, position: 'bottomright' }).addTo(map);
  if (data.at) map.setView(data.at.slice(0, 2), data.at[2]);
  else map.fitBounds(data.bounds, { animate: false });
  map.on('zoomend layeradd', keepApart);
  keepApart();

  const show = (index) => {
    map.fitBounds(shapes[index].getBounds(), { maxZoom: 9, animate: false });
    shapes[index].openPopup(data.areas[index].at);
  };
  search(data, show);
  for (const button of document.querySelectorAll('[data-area]')) {
    button.addEventListener('click', () => {
      show(Number(button.dataset.area));
      map.getContainer().scrollIntoView({ block: 'center' });
    });
  }
}

function fold(text) {
  return text.normalize('NFD').replace(/\p{Mn}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

function search(data, show) {
  const form = document.querySelector('form');
  const output = form.querySelector('output');
  const hits = () => {
    const sought = fold(form.elements.area.value);
    if (!sought) return null;
    return data.areas.map((area, index) => ({ area, index })).filter(({ area }) => fold(area.name).includes(sought))
      .sort((a, b) => !fold(a.area.name).startsWith(sought) - !fold(b.area.name).startsWith(sought)).slice(0, 8);
  };
  const go = (index) => { output.replaceChildren(); form.elements.area.value = data.areas[index].name; show(index); };
  form.addEventListener('input', () => {
    const found = hits();
    output.replaceChildren(...(found ?? []).map(({ area, index }) => {
      const button = el('button', { type: 'button' }, area.name, area.in && el('small', {}, area.in));
      button.addEventListener('click', () => go(index));
      return button;
    }));
    if (found?.length === 0) output.append(el('p', {}, data.words.empty));
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const first = hits()?.[0];
    if (first) go(first.index);
  });
}
