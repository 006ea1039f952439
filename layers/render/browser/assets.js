// Things fetched once: geometry (immutable, so kept by address), Leaflet and the style sheets.

// This file is served at <root>/assets/<digest>/assets.js; addresses in the payload start
// at the same root, wherever the app is mounted.
const HERE = new URL('./', import.meta.url);
const ROOT = new URL('../../', HERE);
const PAUSES = [500, 2000, 5000, 10000]; // ms between tries: field links drop and come back

/** What an address of the payload is, wherever the app is mounted. @param {string} address */
export function open(address) {
  return new URL(address.replace(/^\//, ''), ROOT);
}

/** @type {Map<string, Promise<any>>} */
const kept = new Map();

/**
 * The JSON at an address, asked for once however often it is wanted.
 * @param {string | null | undefined} address as in the payload; nothing gives null.
 * @returns {Promise<any>}
 */
export function fetchOnce(address) {
  if (!address) return Promise.resolve(null);
  let answer = kept.get(address);
  if (!answer) {
    answer = fetchPatiently(open(address));
    answer.catch(() => kept.delete(address));
    kept.set(address, answer);
  }
  return answer;
}

/** @param {URL} url */
async function fetchPatiently(url) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const response = await fetch(url);
      if (response.ok) return await response.json();
      throw new Error(`${url.pathname}: HTTP ${response.status}`);
    } catch (error) {
      if (attempt === PAUSES.length) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSES[attempt]));
    }
  }
}

/** Whether there is no connection to ask at: `connection.js` says so on the page. */
export function isLost() {
  return document.documentElement.classList.contains('mc-lost');
}

/** What a map is drawn with and from. @param {import('./payload.js').Payload} data @returns {Promise<any[]>} */
export function needed({ areas, parents, base }) {
  return Promise.all([leaflet(), fetchOnce(areas), fetchOnce(parents), fetchOnce(base)]);
}

/** @type {Promise<any> | undefined} */
let library;

/** Leaflet, with its style sheet and ours in the page. @returns {Promise<any>} */
export function leaflet() {
  library ??= Promise.all([
    // A UMD file: under import() it leaves its namespace on window.
    import(new URL('leaflet.js', HERE).href).then(() => /** @type {any} */ (window).L),
    styleSheet('leaflet.css'),
    styleSheet('map.css'),
    styleSheet('page.css'),
    styleSheet('deck.css'),
  ]).then(([L]) => L);
  library.catch(() => (library = undefined)); // field links drop: whoever asks next tries again
  return library;
}

/** @param {string} name */
function styleSheet(name) {
  return new Promise((resolve) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = new URL(name, HERE).href;
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });
}
