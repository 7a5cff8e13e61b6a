import { byId } from './dom.js';
import { explain } from '../words.js';

const WORTH_A_BANNER = 2_000;

/** How the connection is: a dot and a word always, a banner with a button when it lasts. */
export class StateView {
  #words; #state = { name: 'connecting' }; #troubledSince = null; #told = false; #wasOnline = false;

  /** `onAgain()`: the person does not want to wait. */
  constructor(words, onAgain) {
    this.#words = words;
    byId('again').addEventListener('click', onAgain);
    setInterval(() => { if (this.#state.name !== 'online') this.#render(); }, 500);
  }

  /** Another room: what went wrong before is over. */
  begin() {
    this.#troubledSince = null;
    this.#wasOnline = this.#told = false;
  }

  show(state) {
    this.#state = state;
    this.#wasOnline ||= state.name === 'online';
    this.#troubledSince = state.name === 'online' ? null : this.#troubledSince ?? Date.now();
    this.#render();
  }

  #render() {
    const { name, code } = this.#state;
    const offline = name === 'waiting' && !navigator.onLine;
    byId('salon').dataset.state = offline ? 'offline' : name;
    byId('state-text').textContent = offline ? this.#words.offline : this.#word(0);
    const banner = name === 'stopped' || (this.#troubledSince !== null && Date.now() - this.#troubledSince >= WORTH_A_BANNER);
    byId('banner').hidden = !banner;
    byId('banner-text').textContent = name === 'stopped' ? explain(this.#words, code) : this.#word(this.#secondsLeft());
    byId('again').textContent = this.#words[name === 'stopped' ? 'connect' : 'tryNow'];
    byId('again').hidden = name === 'connecting';
    this.#tell(banner);
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
  #tell(banner) {
    if (banner === this.#told) return;
    this.#told = banner;
    byId('news').textContent = banner ? this.#words.reconnecting : this.#words.back;
  }
}
