/**
 * What the browser remembers between visits. Storage may be refused (private windows, blocked cookies): then the page
 * simply forgets.
 *
 * The credential lives in localStorage, so that every tab of this browser is the same member. Yet each tab goes on with
 * the credential it was last given itself, and reads the shared one only when it has none: two tabs that meet the server
 * for the first time at once become two members rather than fight, and the next load makes them one.
 */
export class Memory {
  #identity = null;
  #token = null;

  constructor(local, session) {
    this.local = local;
    this.session = session;
  }

  get name() { return this.#read(this.local, 'name') ?? ''; }
  set name(value) { this.#write(this.local, 'name', value); }

  get room() { return this.#read(this.local, 'room') ?? ''; }
  set room(value) { this.#write(this.local, 'room', value); }

  /** Per tab: a reload goes straight back into the room, a new tab asks first. */
  get inside() { return this.#read(this.session, 'inside') === true; }
  set inside(value) { this.#write(this.session, 'inside', value); }

  /** Per tab, too: what was given to this one. */
  get token() { return this.#token ??= this.#read(this.session, 'token'); }
  set token(value) {
    this.#token = value;
    this.#write(this.session, 'token', value);
  }

  get resume() {
    this.#identity ??= this.#read(this.local, 'identity');
    return this.#identity?.resume;
  }

  /** Another tab's identity is left alone, unless the server did not honour it when we tried it. */
  keepIdentity({ id, resume }, tried) {
    this.#identity = { id, resume };
    const shared = this.#read(this.local, 'identity');
    if (!shared || shared.id === id || shared.resume === tried) this.#write(this.local, 'identity', this.#identity);
  }

  forgetIdentity(refused) {
    this.#identity = null;
    if (this.#read(this.local, 'identity')?.resume === refused) this.#write(this.local, 'identity', null);
  }

  #read(storage, key) {
    try {
      return JSON.parse(storage().getItem(`tertulia.${key}`));
    } catch {
      return null;
    }
  }

  #write(storage, key, value) {
    try {
      storage().setItem(`tertulia.${key}`, JSON.stringify(value));
    } catch {
      // Nothing to be done: the person chooses again next time.
    }
  }
}
