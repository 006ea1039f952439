// Links to copy: each whole as the browser knows the app's address, and a button that copies it.

import { open } from './assets.js';
import { el } from './text.js';

/**
 * Called by Streamlit at the first and at every later payload.
 * @param {object} component
 * @param {HTMLElement} component.parentElement
 * @param {{links: {path: string, label: string, copy: string}[], copied: string}} component.data
 */
export default function show({ parentElement, data }) {
  const said = JSON.stringify(data);
  if (parentElement.dataset.said === said) return; // keeps the focus
  parentElement.dataset.said = said;
  parentElement.querySelector('.mp-copy')?.remove();
  parentElement.append(el('div', { class: 'mp-copy' }, ...data.links.map((link) => row(link, data.copied))));
}

/** @param {{path: string, label: string, copy: string}} link @param {string} copied */
function row({ path, label, copy }, copied) {
  const field = el('input', { type: 'text', readonly: '', value: open(path).href, onfocus: () => field.select() });
  const news = el('span', { role: 'status' });
  const button = el('button', { type: 'button', onclick: async () => {
    await put(field);
    news.textContent = copied;
  } }, copy);
  return el('div', {}, el('label', {}, label, field), el('div', {}, button, news));
}

/** Puts a field's text on the clipboard; where the page is not encrypted, as browsers did before. @param {HTMLInputElement} field */
async function put(field) {
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    field.select();
    document.execCommand('copy');
  }
}
