// One map or several side by side in one host, each kept for as long as its place is there.

import { fetchOnce } from './assets.js';
import showMap from './map.js';
import { el } from './text.js';

/** @typedef {import('./payload.js').Payload} Payload */
/** @typedef {import('./payload.js').Send} Send */

export class Maps {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    /** @type {{place: HTMLElement, gone: () => void}[]} */
    this.shown = [];
  }

  /**
   * @param {Payload[]} payloads
   * @param {Send} send
   */
  update(payloads, send) {
    this.host.dataset.maps = String(payloads.length);
    for (const { place, gone } of this.shown.splice(payloads.length)) {
      place.remove();
      gone();
    }
    payloads.forEach((data, i) => {
      const place = this.shown[i]?.place ?? el('div', { class: 'md-map' });
      if (!place.isConnected) this.host.append(place);
      this.shown[i] = { place, gone: showMap({ parentElement: place, data, setTriggerValue: send }) };
    });
  }

  remove() {
    this.update([], () => {});
  }
}

/** Fetches what maps will need, before they are shown. @param {Payload[]} payloads */
export function prepare(payloads) {
  for (const { areas, parents, base } of payloads) {
    for (const address of [areas, parents, base]) fetchOnce(address).catch(() => {});
  }
}
