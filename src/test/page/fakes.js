import { webcrypto } from 'node:crypto';

// Node 18 has no global of it yet; browsers and later ones do.
globalThis.crypto ??= webcrypto;

/** Time, sockets and a server that do exactly what a test says. */

export class FakeClock {
  #now = 0;
  #timers = new Map();
  #last = 0;
  /** How far the time of day runs ahead of the measured time: a machine that sleeps stops measuring. */
  slept = 0;

  now() { return this.#now; }
  wall() { return 1_000_000 + this.#now + this.slept; }

  after(wait, act) {
    this.#timers.set(++this.#last, { at: this.#now + wait, act });
    return this.#last;
  }

  cancel(timer) { this.#timers.delete(timer); }

  /** Moves on, running what becomes due in its order. */
  pass(ms) {
    const end = this.#now + ms;
    for (;;) {
      const [next] = [...this.#timers].filter(([, { at }]) => at <= end).sort(([a, x], [b, y]) => x.at - y.at || a - b);
      if (!next) break;
      this.#timers.delete(next[0]);
      this.#now = Math.max(this.#now, next[1].at);
      next[1].act();
    }
    this.#now = end;
  }
}

export class FakeSocket {
  sent = [];
  closed = false;

  send(frame) { this.sent.push(JSON.parse(frame)); }
  close() { this.closed = true; }

  open() { this.onopen?.(); }
  receive(...events) { for (const event of events) this.onmessage?.({ data: JSON.stringify(event) }); }
  end(code, reason = '') { this.onclose?.({ code, reason }); }

  /** What was sent of one type, and the last of it. */
  all(type) { return this.sent.filter(command => command.type === type); }
  last(type) { return this.all(type).at(-1); }

  /** Answers the last command of a type. */
  answer(type, reply) { this.receive({ ...reply, id: this.last(type).id }); }

  /** Opens, and answers hello for the rooms it names. */
  greet({ you = { id: 'me', name: 'Me' }, from = 'e1:0', head = from, limits = { text: 100, dedupe: 600_000 } } = {}) {
    this.open();
    const hello = this.last('hello');
    this.receive({ type: 'welcome', id: hello.id, you, resume: `r-${you.id}`, time: 1_000_000, ping: 25_000, limits });
    for (const [room, since] of Object.entries(hello.rooms)) {
      this.receive({ type: 'joined', re: hello.id, room, from: since ?? from, head: since ?? head, count: 1 });
    }
    return this;
  }
}

export const message = (seq, text, { from = { id: 'ana', name: 'Ana' }, mid = `m${seq}`, ...more } = {}) =>
  ({ type: 'message', room: 'lobby', seq, mid, from, text, at: 1_000_000 + seq, ...more });
