// Maps of a comparison on the page: side by side, on a phone one under the other.

import { Maps } from './maps.js';
import { whole } from './once.js';
import { el } from './text.js';

/** @type {WeakMap<object, Maps>} */
const mounted = new WeakMap();

/**
 * Called by Streamlit at the first and at every later payload.
 * @param {object} component
 * @param {HTMLElement} component.parentElement
 * @param {{maps: import('./payload.js').Payload[]}} component.data
 * @param {import('./payload.js').Send} component.setTriggerValue
 * @returns {() => void}
 */
export default function show({ parentElement, data, setTriggerValue }) {
  let maps = mounted.get(parentElement);
  if (!maps) {
    const host = el('div', { class: 'mb' });
    parentElement.append(host);
    mounted.set(parentElement, (maps = new Maps(host)));
  }
  whole(data, setTriggerValue, (all) => maps.update(all.maps, setTriggerValue));
  return () => {
    if (parentElement.isConnected) return;
    mounted.get(parentElement)?.remove();
    mounted.delete(parentElement);
  };
}
