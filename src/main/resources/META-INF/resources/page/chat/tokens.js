import { nameOf } from './wire.js';

const MOST_OF_A_NAME = 64;

/**
 * Who the person at this page is, by a token that somebody gave: behind the address (`#token=…`, once), or by a function
 * `tertuliaToken()` of the page around this one, which answers with one, or a promise of it. Only a page of the same origin can
 * have that function: the browser lets nobody else be asked.
 *
 * The token lives as long as the tab does, so that a reload goes straight back.
 */
export class Tokens {
  #memory; #ask;

  /** `memory.token`: what is kept. `around()`: the window of the page around this one. */
  constructor(memory, around) {
    this.#memory = memory;
    this.#ask = () => {
      try {
        return around().tertuliaToken;
      } catch {
        // A page of another origin.
        return undefined;
      }
    };
  }

  /** Undefined for a guest. */
  get current() {
    return this.#memory.token ?? undefined;
  }

  /** Whether there is another one now than the one before. */
  async renew() {
    const before = this.current;
    try {
      const fresh = await this.#ask()?.();
      if (typeof fresh !== 'string' || fresh === '' || fresh === before) return false;
      this.#memory.token = fresh;
      return true;
    } catch {
      // Whoever was asked has none.
      return false;
    }
  }

  /**
   * A token that stood behind the address, which anybody can write: it is taken at once only where that changes nobody's
   * sign-in. `ask(who)` promises whether the person wants it. Promises whether it was taken.
   */
  async offered(token, sure, ask) {
    if (token === this.current) return false;
    if (!sure && !await ask(whoIn(token))) return false;
    this.#memory.token = token;
    return true;
  }

  forget() {
    this.#memory.token = null;
  }
}

/** Whom a token names, as far as it can be read: nothing of it is proved here. Empty when it names nobody. */
export function whoIn(token) {
  try {
    const bytes = Uint8Array.from(atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')), char => char.charCodeAt(0));
    const { name, sub } = JSON.parse(new TextDecoder().decode(bytes));
    const [called, id] = [name, sub].map(claim => typeof claim === 'string' ? nameOf(claim).slice(0, MOST_OF_A_NAME) : '');
    return called && id ? `${called} (${id})` : called || id;
  } catch {
    return '';
  }
}

/** What stands behind the `#` of an address: `lobby`, `token=…`, or `lobby&token=…`. */
export function readFragment(fragment) {
  const parts = fragment.replace(/^#/, '').split('&');
  const token = parts.find(part => part.startsWith('token='))?.slice('token='.length);
  return { room: parts.find(part => !part.includes('=')) ?? '', token };
}
