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

  take(token) {
    this.#memory.token = token;
  }

  forget() {
    this.#memory.token = null;
  }
}

/** What stands behind the `#` of an address: `lobby`, `token=…`, or `lobby&token=…`. */
export function readFragment(fragment) {
  const parts = fragment.replace(/^#/, '').split('&');
  const token = parts.find(part => part.startsWith('token='))?.slice('token='.length);
  return { room: parts.find(part => !part.includes('=')) ?? '', token };
}
