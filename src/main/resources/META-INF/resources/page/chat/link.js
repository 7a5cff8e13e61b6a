const QUIET = 20_000;
const PATIENCE = 8_000;
const PATIENCE_WITH_PINGS = 5_000;
const LONGEST_ANSWER = 30_000;
const TICK = 1_000;
const SLEPT = 10_000;

/**
 * One WebSocket from its opening to its end: commands, their answers, and silence.
 *
 * A browser does not show the server's pings, and a dead network closes nothing. So whatever was asked must be answered
 * in time, and after a quiet while this side asks `ping`, unless the tab is hidden: a hidden tab sends nothing of its own.
 */
export class Link {
  #socket; #clock; #awake; #on; #heard; #ticked; #timer;
  #asked = new Map();
  #lastId = 0;
  #open = false;
  /** Set by `goaway`: the server wants this link to be replaced by then. */
  leaving = null;
  /** Whether it took the place of another link that the server wanted to be replaced. */
  moved = false;

  constructor(socket, { clock, awake, on }) {
    Object.assign(socket, {
      onopen: () => { this.#open = true; this.#hear(); on.opened(this); },
      onmessage: message => this.#receive(message.data),
      onclose: ({ code, reason }) => this.#end({ code, reason }),
    });
    this.#socket = socket;
    this.#clock = clock;
    this.#awake = awake;
    this.#on = on;
    this.#hear();
    this.#ticked = clock.wall();
    this.#timer = clock.after(TICK, () => this.#watch());
  }

  /** Sends a command that will be answered; `answer` is not called when the link ends first. */
  ask(command, answer = () => {}, patience = PATIENCE) {
    const id = ++this.#lastId;
    this.#asked.set(id, { answer, patience, at: this.#clock.now() });
    this.tell({ ...command, id });
    return id;
  }

  /** Sends a command that needs no answer. */
  tell(command) {
    this.#socket.send(JSON.stringify(command));
  }

  /** Is anybody there? Asked after a quiet while, and when the tab or the machine wakes up: the network may have gone. */
  check() {
    if (this.#open) this.ask({ type: 'ping' }, undefined, PATIENCE_WITH_PINGS);
  }

  /** Ends the link from this side, without a word to whoever listens. */
  close() {
    this.#clock.cancel(this.#timer);
    Object.assign(this.#socket, { onopen: null, onmessage: null, onclose: null });
    this.#socket.close();
  }

  #receive(data) {
    this.#hear();
    const event = JSON.parse(data);
    const asked = this.#asked.get(event.id);
    this.#asked.delete(event.id);
    if (asked) asked.answer(event);
    else this.#on.event(this, event);
  }

  #hear() {
    this.#heard = this.#clock.now();
  }

  #watch() {
    const now = this.#clock.now();
    if (this.#silent(now)) return this.#end({ code: 1006, reason: 'silence' });
    const slept = this.#clock.wall() - this.#ticked > SLEPT;
    this.#ticked = this.#clock.wall();
    if (this.#asked.size === 0 && this.#awake() && (slept || now - this.#heard >= QUIET)) this.check();
    this.#timer = this.#clock.after(TICK, () => this.#watch());
  }

  #silent(now) {
    if (!this.#open) return now - this.#heard >= PATIENCE;
    return [...this.#asked.values()].some(({ at, patience }) =>
      now - Math.max(at, this.#heard) >= patience || now - at >= LONGEST_ANSWER);
  }

  #end(why) {
    this.close();
    this.#on.ended(this, why);
  }
}
