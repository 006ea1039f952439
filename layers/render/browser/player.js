// Plays the rounds one after the other: play and pause, and how long each is seen.

import { el } from './text.js';

/**
 * @typedef {object} Rounds
 * @property {string[]} rounds keys of the rounds, oldest first.
 * @property {string} now the one that is shown.
 * @property {{play: string, pause: string, speed: string}} words
 * @property {{seconds: number, label: string}[]} speeds the first is where it starts.
 * @property {string} address the query of a round, as Streamlit will write it, with `{round}` in its place.
 */

/** @typedef {(event: string, value: string) => void} Tell */

/** @type {WeakMap<object, Player>} */
const mounted = new WeakMap();

/**
 * Called by Streamlit at the first and at every later payload.
 * @param {{parentElement: HTMLElement, data: Rounds, setTriggerValue: Tell}} component
 * @returns {() => void}
 */
export default function show({ parentElement, data, setTriggerValue }) {
  let player = mounted.get(parentElement);
  if (!player) mounted.set(parentElement, (player = new Player(parentElement, data)));
  player.update(data, setTriggerValue);
  return () => {
    if (parentElement.isConnected) return;
    mounted.get(parentElement)?.remove();
    mounted.delete(parentElement);
  };
}

class Player {
  /** @param {HTMLElement} parent @param {Rounds} data */
  constructor(parent, data) {
    this.data = data;
    /** @type {Tell} */
    this.tell = () => {};
    this.playing = false;
    this.timer = 0;
    this.played = ''; // the round that the address last got from here
    this.back = () => this.left();
    addEventListener('popstate', this.back);
    this.button = el('button', { type: 'button', onclick: () => (this.playing ? this.stop() : this.start()) });
    this.speed = el('select', {}, ...data.speeds.map(({ seconds, label }) => el('option', { value: String(seconds) }, label)));
    parent.append(el('div', { class: 'mp-play' }, this.button, this.speed));
  }

  /** @param {Rounds} data @param {Tell} tell */
  update(data, tell) {
    this.data = data;
    this.tell = tell;
    this.speed.setAttribute('aria-label', data.words.speed);
    this.say();
    if (!this.playing) return;
    // The next one follows when this one is seen, so that a slow link skips none.
    clearTimeout(this.timer);
    if (data.now === data.rounds.at(-1)) this.stop();
    else this.timer = setTimeout(() => this.step(), Number(this.speed.value) * 1000);
  }

  start() {
    this.playing = true;
    this.say();
    this.step();
  }

  stop() {
    this.playing = false;
    clearTimeout(this.timer);
    this.say();
  }

  /** Going back leaves what is played. */
  left() {
    this.played = '';
    this.stop();
  }

  remove() {
    this.stop();
    removeEventListener('popstate', this.back);
  }

  /** To the round after this one; from the last to the first. */
  step() {
    const { rounds, now } = this.data;
    const next = rounds[(rounds.indexOf(now) + 1) % rounds.length];
    if (this.played === now) this.replace(next);
    this.played = next;
    this.tell('step', next);
  }

  /**
   * Writes the address of a round over the one that was played before it: Streamlit adds an entry to the
   * history only where the address is another, so that all rounds played are one press of "back".
   * @param {string} round
   */
  replace(round) {
    const query = this.data.address.replace('{round}', encodeURIComponent(round));
    history.replaceState(history.state, '', location.pathname + query + location.hash);
  }

  say() {
    const { words } = this.data;
    this.button.textContent = this.playing ? '❚❚' : '▶';
    this.button.setAttribute('aria-label', this.playing ? words.pause : words.play);
    this.button.title = this.playing ? words.pause : words.play;
  }
}
