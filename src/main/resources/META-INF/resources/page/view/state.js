import { byId } from './dom.js';
import { explain } from '../words.js';

const WORTH_A_BANNER = 2_000;

/** How the connection is: a dot and a word always, a banner with a button when it lasts. */
export class StateView {
  #words; #state = { name: 'connecting' }; #troubledSince = null; #told = false;

  /** `onAgain()`: the person does not want to wait. */
  constructor(words, onAgain) {
    this.#words = words;
    byId('again').addEventListener('click', onAgain);
    setInterval(() => { if (this.#state.name !== 'online') this.#render(); }, 500);
  }

  show(state) {
    this.#state = state;
    this.#troubledSince = state.name === 'online' ? null : this.#troubledSince ?? Date.now();
    this.#render();
  }

  #render() {
    const { name, code } = this.#state;
    const offline = name === 'waiting' && !navigator.onLine;
    byId('salon').dataset.state = offline ? 'offline' : name;
    byId('state-text').textContent = name === 'waiting' && !offline ? this.#words.waiting(0) : this.#words[offline ? 'offline' : name];
    const banner = name === 'stopped' || (this.#troubledSince !== null && Date.now() - this.#troubledSince >= WORTH_A_BANNER);
    byId('banner').hidden = !banner;
    byId('banner-text').textContent = name === 'stopped' ? explain(this.#words, code) : this.#waiting();
    byId('again').textContent = this.#words[name === 'stopped' ? 'connect' : 'tryNow'];
    byId('again').hidden = name === 'connecting';
    this.#tell(banner);
  }

  #waiting() {
    const { name, until } = this.#state;
    return name === 'waiting' ? this.#words.waiting(Math.max(0, Math.ceil((until - performance.now()) / 1000))) : this.#words.connecting;
  }

  /** Spoken once, not with every second of the count. */
  #tell(banner) {
    if (banner === this.#told) return;
    this.#told = banner;
    byId('news').textContent = banner ? this.#words.reconnecting : this.#words.back;
  }
}
