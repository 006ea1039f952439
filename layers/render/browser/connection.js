// Whether the page still has its session. While it has no connection one line says since when; when the
// session is another one the page has begun again from its address, which one line says as well.
//
// Streamlit notices a connection that was closed, not one that died without a word (a phone that slept, a
// link by satellite that is down): it is asked from time to time, as a page that holds it would.

import { speak } from './own.js';
import { el } from './text.js';

const PERIOD = 20000; // ms between two questions whether the connection lives, while somebody looks
const PAUSE = 5000; // ms between a question and the next one that a reader's click causes
const PATIENCE = 10000; // ms that an answer may take; more where a run sends much over a slow link
const LONGER = 30000;
const GRACE = 1000; // ms without a connection before it is worth a word: a page that is left has none either
const RETRY = 2000; // ms until a server that does not answer is asked again
const BEGAN = 'mc-began'; // of this tab: it was loaded again by itself
const BACK = 5000; // ms that the run may take which Streamlit asks for once it is connected again: what is
// pressed meanwhile on a busy server must not be undone

/** @typedef {{session: string, page: string, version: string, notice: string, own: Record<string, string>, words: {lost: string, began: string, close: string}}} Payload */

/** @type {Payload | null} */
let data = null;
let noticed = '';
let asked = 0;
let timer = 0;
let next = 0; // the timer of the question that a click causes
let reloaded = false; // this page was loaded again by itself
let expected = 0; // the timer of the run that has to come after a loss
/** @type {Date | null} */
let since = null;

const line = el('div', { class: 'mc-line', role: 'status' });

/** Called by Streamlit at every whole run. @param {{data: Payload}} component */
export default function show({ data: now }) {
  speak(now.own);
  const before = data;
  data = now;
  // What was lost may have been the way to another page: the address knows it.
  if (expected && !location.pathname.endsWith(`/${now.page}`)) return runAgain();
  clearTimeout(expected);
  expected = 0;
  if (!before) begin(now);
  else if (before.version !== now.version) return again();
  else if (before.session !== now.session) say(now.words.began, now.words.close);
  if (now.notice !== noticed) say((noticed = now.notice), now.words.close);
}

/** @param {Payload} now */
function begin({ version, words }) {
  const loaded = (document.documentElement.dataset.version ??= version);
  if (loaded !== version) return again(); // this very module is of the other version
  document.body.append(line);
  reloaded = sessionStorage.getItem(BEGAN) !== null;
  if (reloaded) say(words.began, words.close);
  sessionStorage.removeItem(BEGAN);
  new MutationObserver(look).observe(document.body, { subtree: true, attributeFilter: ['data-test-connection-state'] });
  for (const event of ['online', 'offline', 'pageshow', 'focus']) addEventListener(event, ask);
  document.addEventListener('visibilitychange', ask);
  for (const event of ['click', 'change']) document.addEventListener(event, touched, true);
  addEventListener('vite:preloadError', mend);
  setInterval(ask, PERIOD);
}

/**
 * A part of Streamlit's own code was lost on its way, and is not asked for again: the page is, once the server
 * answers. Only once: what is lost again on the next page is not lost on its way.
 */
function mend() {
  if (reloaded) return;
  fetch(import.meta.url, { cache: 'no-store' }).then(again, () => setTimeout(mend, RETRY));
}

/** Has the page run as its address asks, as going back to it would. */
function runAgain() {
  clearTimeout(expected);
  expected = 0;
  dispatchEvent(new PopStateEvent('popstate', { state: {} }));
}

/** Loads the page again: what is here does not fit the app that answers, or is not whole. */
function again() {
  sessionStorage.setItem(BEGAN, 'yes');
  location.reload();
}

function state() {
  return /** @type {HTMLElement | null} */ (document.querySelector('.stApp'))?.dataset ?? {};
}

/** Says that there is no connection, once that is sure, until there is one. */
function look() {
  const connected = state().testConnectionState === 'CONNECTED';
  if (connected === !since) return;
  since = connected ? null : new Date();
  clearTimeout(timer);
  if (!since) {
    expected = setTimeout(runAgain, BACK);
    return clear();
  }
  clearTimeout(expected);
  const time = since.toLocaleTimeString('fr', { hour: '2-digit', minute: '2-digit' });
  timer = setTimeout(() => {
    say(data?.words.lost.replaceAll('{time}', time) ?? '');
    document.documentElement.classList.add('mc-lost');
  }, GRACE);
}

/** Asks whether the connection lives: without an answer in time Streamlit makes another one. */
function ask() {
  const { testConnectionState, testScriptState } = state();
  if (document.hidden || testConnectionState !== 'CONNECTED') return;
  asked = Date.now();
  const ackTimeoutMilliseconds = testScriptState === 'notRunning' ? PATIENCE : LONGER;
  postMessage({ stCommVersion: 1, type: 'SEND_APP_HEARTBEAT', ackTimeoutMilliseconds }, location.origin);
}

/** Whoever goes on working has read the line; what they press may be the first to meet a dead connection. */
function touched() {
  if (since) return line.append(...line.childNodes); // nothing can come of it: the line is said once more
  if (!line.matches(':empty')) clear();
  clearTimeout(next);
  next = setTimeout(ask, asked + PAUSE - Date.now()); // at once if the last question is long ago
}

/** @param {string} text @param {string} [close] what the button is called that takes it away */
function say(text, close) {
  if (!text) return clear();
  const button = close ? [el('button', { type: 'button', 'aria-label': close, title: close, onclick: clear }, '×')] : [];
  line.replaceChildren(el('span', {}, text), ...button);
  document.documentElement.classList.add('mc-said');
}

function clear() {
  line.replaceChildren();
  document.documentElement.classList.remove('mc-said', 'mc-lost');
}
