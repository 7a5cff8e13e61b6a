import { byId } from './dom.js';
import { explain } from '../words.js';

const WORTH_A_BANNER = 2_000;
/** The log is away: it closed the socket, or refused the rooms. */
const LOG_AWAY = new Set([4003, 140]);

/** How the connection is, and whether the server stores: a dot and a word always, a banner when it lasts. */
export class StateView {
  #words; #state = { name: 'connecting' }; #held; #troubledSince = null; #told = null; #wasOnline = false;

  /** `onAgain()`: the person does not want to wait. */
  constructor(words, onAgain) {
    this.#words = words;
    byId('again').addEventListener('click', onAgain);
    setInterval(() => { if (this.#troubledSince !== null) this.#render(); }, 500);
  }

  /** Another room: what went wrong before is over. */
  begin() {
    this.#troubledSince = this.#told = null;
    this.#held = undefined;
    this.#wasOnline = false;
  }

  show(state) {
    this.#state = state;
    this.#wasOnline ||= state.name === 'online';
    this.#changed();
  }

  /** The code for which what was said has to wait; undefined when nothing has to. */
  hold(code) {
    if (code === this.#held) return;
    this.#held = code;
    this.#changed();
  }

  #changed() {
    const fine = this.#state.name === 'online' && this.#held === undefined;
    this.#troubledSince = fine ? null : this.#troubledSince ?? Date.now();
    this.#render();
  }

  #render() {
    const { name } = this.#state;
    const lasts = this.#troubledSince !== null && Date.now() - this.#troubledSince >= WORTH_A_BANNER;
    const held = name === 'online' && this.#held !== undefined && lasts;
    const offline = name === 'waiting' && !navigator.onLine;
    byId('salon').dataset.state = offline ? 'offline' : held ? 'held' : name;
    byId('state-text').textContent = offline ? this.#words.offline : held ? this.#words.onHold : this.#word(0);
    byId('banner').hidden = !lasts && name !== 'stopped';
    byId('banner-text').textContent = this.#banner();
    byId('again').textContent = this.#words[name === 'stopped' ? 'connect' : 'tryNow'];
    byId('again').hidden = name === 'connecting' || name === 'online';
    this.#tell();
  }

  #banner() {
    const { name, code, because } = this.#state;
    if (name === 'stopped') return explain(this.#words, code);
    if (name === 'online') return this.#words.holding(this.#held);
    const away = LOG_AWAY.has(because) ? `${this.#words.logAway} ` : '';
    return away + this.#word(this.#secondsLeft());
  }

  /** Who was here before is coming back, whether it waits or tries. */
  #word(seconds) {
    const { name } = this.#state;
    return name === 'waiting' || (name === 'connecting' && this.#wasOnline) ? this.#words.waiting(seconds) : this.#words[name];
  }

  #secondsLeft() {
    const { name, until } = this.#state;
    return name === 'waiting' ? Math.max(0, Math.ceil((until - performance.now()) / 1000)) : 0;
  }

  /** Spoken once, not with every second of the count. */
  #tell() {
    const shows = byId('banner').hidden ? null : this.#state.name === 'online' ? 'held' : 'away';
    if (shows === this.#told) return;
    const before = this.#told;
    this.#told = shows;
    if (shows === 'held') byId('news').textContent = this.#words.holding(this.#held);
    else if (shows === 'away') byId('news').textContent = this.#words.reconnecting;
    else byId('news').textContent = before === 'held' ? this.#words.released : this.#words.back;
  }
}
