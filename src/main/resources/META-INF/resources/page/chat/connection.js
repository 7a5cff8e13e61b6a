import { Link } from './link.js';

const LONGEST_WAIT = 15_000;
const STEADY = 5_000;
const TOKEN_INVALID = 111;
const TOKEN_EXPIRED = 112;
const CLOSED_EXPIRED = 4004;

/**
 * Keeps one link to the server alive: hello, resume, back-off, and the change to another node when the server says
 * `goaway`. Knows no DOM; sockets, time and chance come in from outside.
 *
 * `hello()` tells what to say first (`name`, `resume` or `token`, `rooms` with their cursors) at the moment it is needed.
 * `renew()` promises whether there is another token by now.
 * `on`: state, welcome, forget, joined, event, ready, lost.
 */
export class Connection {
  #openSocket; #clock; #random; #awake; #hello; #renew; #on;
  /** The link in use, and the one that is to take its place. */
  #link = null;
  #next = null;
  #timer = null;
  #until = 0;
  #failures = 0;
  #readyAt = 0;
  /** Why there is no link: a close code, or the error that refused the rooms. */
  #because;
  #stopped = null;

  constructor({ openSocket, clock, hello, on, renew = async () => false, random = Math.random, awake = () => true }) {
    this.#openSocket = openSocket;
    this.#clock = clock;
    this.#hello = hello;
    this.#renew = renew;
    this.#on = on;
    this.#random = random;
    this.#awake = awake;
  }

  start() {
    this.#stopped = null;
    this.#failures = 0;
    this.#attempt();
  }

  get stopped() {
    return this.#stopped !== null;
  }

  /** The person goes: nobody is told anything any more. */
  leave() {
    this.#on.state = () => {};
    this.#stop({});
  }

  #stop(why) {
    this.#stopped = why;
    this.#clock.cancel(this.#timer);
    this.#timer = null;
    this.#link?.close();
    this.#next?.close();
    this.#link = this.#next = null;
    this.#tellState();
  }

  /** False when there is nobody to ask; an answer that does not come before `lost` never comes. */
  ask(command, answer) {
    this.#link?.ask(command, answer);
    return this.#link !== null;
  }

  tell(command) {
    this.#link?.tell(command);
  }

  /** The tab is looked at again, the network is said to be back, or the person does not want to wait. */
  wake() {
    if (this.#link) return this.#link.check();
    if (this.#timer === null) return;
    this.#failures = 0;
    this.#retry();
    this.#tellState();
  }

  /** The stream of this link cannot be trusted any more; another one goes on from the cursor. */
  reopen() {
    const link = this.#link ?? this.#next;
    link?.close();
    if (link) this.#ended(link, { code: 1006, reason: 'reopened' });
  }

  #attempt() {
    this.#timer = null;
    if (this.#next) return;
    this.#next = new Link(this.#openSocket(), { clock: this.#clock, awake: this.#awake, on: {
      opened: link => this.#greet(link),
      event: (link, event) => this.#receive(link, event),
      ended: (link, why) => this.#ended(link, why),
    } });
    this.#tellState();
  }

  #greet(link) {
    const hello = this.#hello();
    const waiting = new Set(Object.keys(hello.rooms));
    link.greeting = { waiting, id: link.ask({ type: 'hello', ...hello }, reply => {
      if (reply.type === 'error') return this.#refused(link, hello, reply);
      this.#on.welcome(reply, hello);
    }) };
  }

  #refused(link, hello, error) {
    const tokenRefused = error.code === TOKEN_INVALID || error.code === TOKEN_EXPIRED || error.field === 'resume';
    if (hello.resume && tokenRefused) {
      this.#on.forget(hello.resume);
      this.#greet(link);
    } else if (hello.token && tokenRefused) {
      this.#signInAgain(link, { error });
    } else if (error.retryable) {
      link.close();
      this.#ended(link, { code: 1006, refused: error.code });
    } else {
      this.#stop({ error });
    }
  }

  /** The token is over: with another one it goes on, without one it stops. */
  async #signInAgain(link, why) {
    link.close();
    if (link === this.#next) this.#next = null;
    this.#clock.cancel(this.#timer);
    this.#timer = null;
    const renewed = await this.#renew();
    if (this.#stopped || this.#next || this.#timer !== null) return;
    if (renewed) this.#retry();
    else if (!this.#link) return this.#stop(why);
    this.#tellState();
  }

  /** The server asks for another token while the old one is still good; without one it says so when that is over. */
  async #prolong(link) {
    if (await this.#renew() && (link === this.#link || link === this.#next)) link.ask({ type: 'hello', token: this.#hello().token });
  }

  #receive(link, event) {
    if (event.type === 'goaway') return this.#depart(link, event.after);
    if (event.type === 'renew') return this.#prolong(link);
    if (event.re === undefined || event.re !== link.greeting?.id) return this.#on.event(event);
    if (event.type === 'error') return this.#refused(link, {}, event);
    this.#on.joined(event);
    link.greeting.waiting.delete(event.room);
    if (link.greeting.waiting.size === 0 && link === this.#next) this.#ready(link);
  }

  /** What is not acknowledged is said again on the new link before the old one closes. */
  #ready(link) {
    const old = this.#link;
    this.#link = link;
    this.#next = null;
    this.#because = undefined;
    link.moved = old !== null;
    this.#readyAt = this.#clock.now();
    this.#on.ready();
    old?.close();
    if (link.leaving !== null) this.#depart(link, Math.max(0, link.leaving - this.#clock.now()));
    this.#tellState();
  }

  /** A proxy may send us to the very node that we are to leave: who is sent away again at once does not storm it. */
  #depart(link, after) {
    link.leaving = this.#clock.now() + after;
    if (link !== this.#link || this.#next || this.#timer !== null) return;
    const settled = this.#settled();
    const most = link.moved && !settled ? this.#longer() : Math.min(after / 2, 1000);
    this.#later(this.#random() * most);
  }

  /** Whether the link in use has been good for so long that what failed before it does not count any more. */
  #settled() {
    const settled = this.#clock.now() - this.#readyAt >= STEADY;
    if (settled) this.#failures = 0;
    return settled;
  }

  #ended(link, why) {
    if (link === this.#next) this.#next = null;
    if (link === this.#link) {
      this.#link = null;
      this.#settled();
      this.#on.lost();
    }
    this.#because = why.refused ?? why.code;
    if (why.code >= 4500 && why.code <= 4999) return this.#stop(why);
    if (why.code === CLOSED_EXPIRED && !this.#next) return this.#signInAgain(link, why);
    if (!this.#next && this.#timer === null) this.#retry();
    this.#tellState();
  }

  /** First within 0–1 s, then doubling, always random: thousands of clients must not come back in step. */
  #retry() {
    this.#later(this.#random() * this.#longer());
  }

  #longer() {
    return Math.min(LONGEST_WAIT, 1000 * 2 ** this.#failures++);
  }

  #later(wait) {
    this.#clock.cancel(this.#timer);
    this.#until = this.#clock.now() + wait;
    this.#timer = this.#clock.after(wait, () => this.#attempt());
  }

  #tellState() {
    if (this.#stopped) this.#on.state({ name: 'stopped', ...this.#stopped });
    else if (this.#link) this.#on.state({ name: 'online' });
    else if (this.#next) this.#on.state({ name: 'connecting', because: this.#because });
    else this.#on.state({ name: 'waiting', because: this.#because, until: this.#until });
  }
}
