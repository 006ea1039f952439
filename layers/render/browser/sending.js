// Buttons that send the address as the browser knows it: with the position of the map, which Python
// learns only when the page is loaded again.

import { el } from './text.js';

/**
 * Called by Streamlit at the first and at every later payload.
 * @param {object} component
 * @param {HTMLElement} component.parentElement
 * @param {{buttons: {name: string, label: string}[]}} component.data
 * @param {(event: string, value: string) => void} component.setTriggerValue
 */
export default function show({ parentElement, data, setTriggerValue }) {
  const said = JSON.stringify(data.buttons);
  if (parentElement.dataset.said === said) return; // keeps the focus
  parentElement.dataset.said = said;
  parentElement.querySelector('.mp-send')?.remove();
  parentElement.append(el('div', { class: 'mp-send' }, ...data.buttons.map(({ name, label }) =>
    el('button', { type: 'button', onclick: () => setTriggerValue(name, location.search) }, label))));
}
