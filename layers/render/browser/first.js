// The map of the first page: drawn from what the page holds, before Streamlit is there. The app takes it over.

import { fetchOnce, leaflet } from './assets.js';
import show from './map.js';

const host = document.getElementById('mm-first');
const said = document.getElementById('mm-data')?.textContent;
if (host && said) draw(host, JSON.parse(said));

/** @param {HTMLElement} host @param {import('./payload.js').Payload} data */
function draw(host, data) {
  // What is asked for meanwhile, the app is told when it takes the map.
  show({ parentElement: host, data, setTriggerValue: (event, value) => (host.dataset[event] = value) });
  const files = [leaflet(), ...[data.areas, data.parents, data.base].map(fetchOnce)];
  const code = /** @type {HTMLTemplateElement} */ (document.getElementById('mm-code'));
  Promise.allSettled(files).then(() => document.head.append(code.content));
  // The app may have no map for this view: what it says instead is not to lie under this one.
  const watched = new MutationObserver(() => {
    const ended = document.querySelector('.stApp[data-test-script-state="notRunning"] .stMainBlockContainer [data-testid="stElementContainer"]');
    if (ended && !document.querySelector('.st-key-map')) host.remove();
    if (!host.isConnected) watched.disconnect();
  });
  watched.observe(document.body, { childList: true, subtree: true, attributeFilter: ['data-test-script-state'] });
}
