// The map of the first page: drawn from what the page holds, before Streamlit is there. The app takes it over.

import { needed } from './assets.js';
import show from './map.js';

const PATIENCE = 10000; // ms that the app may take to show its map once its run has ended
const ENDED = ['notRunning', 'compilationError']
  .map((state) => `.stApp[data-test-script-state="${state}"] .stMainBlockContainer [data-testid="stElementContainer"]`).join();

const host = document.getElementById('mm-first');
const said = document.getElementById('mm-data')?.textContent;
if (host && said) draw(host, JSON.parse(said));

/** @param {HTMLElement} host @param {import('./payload.js').Payload} data */
function draw(host, data) {
  // What is asked for meanwhile, the app is told when it takes the map: the last of each kind, in their order.
  const gone = show({ parentElement: host, data, setTriggerValue: (event, value) => {
    delete host.dataset[event];
    host.dataset[event] = value;
  } });
  const code = /** @type {HTMLTemplateElement} */ (document.getElementById('mm-code'));
  needed(data).catch(() => {}).then(() => { // `show` says what failed
    document.head.append(code.content);
    const later = /** @type {HTMLElement} */ (document.getElementById('mm-later'));
    if (later) later.textContent = later.dataset.said ?? ''; // now, so that it is told to whoever does not see it
  });
  leaveTo(() => {
    host.remove();
    gone();
  });
}

/** The app may have no map for this view: what it says instead is not to lie under this one. @param {() => void} leave */
function leaveTo(leave) {
  let timer = 0;
  const watched = new MutationObserver(() => {
    if (!host?.isConnected) return watched.disconnect();
    if (!document.querySelector(ENDED)) return;
    if (!document.querySelector('.st-key-map')) leave();
    else timer ||= setTimeout(leave, PATIENCE);
  });
  watched.observe(document.body, { childList: true, subtree: true, attributeFilter: ['data-test-script-state'] });
}
