// Plays the rounds one after the other: play and pause, and how long each is seen.

import { el } from './text.js';

/**
 * @typedef {object} Rounds
 * @property {string[]} rounds keys of the rounds, oldest first.
 * @property {string} now the one that is shown.
 * @property {{play: string, pause: string, speed: string}} words
 * @property {{seconds: number, label: string}[]} speeds the first is where it starts.
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
    mounted.get(parentElement)?.stop();
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

  /** To the round after this one; from the last to the first. */
  step() {
    const { rounds, now } = this.data;
    this.tell('step', rounds[(rounds.indexOf(now) + 1) % rounds.length]);
  }

  say() {
    const { words } = this.data;
    this.button.textContent = this.playing ? '❚❚' : '▶';
    this.button.setAttribute('aria-label', this.playing ? words.pause : words.play);
    this.button.title = this.playing ? words.pause : words.play;
  }
}
