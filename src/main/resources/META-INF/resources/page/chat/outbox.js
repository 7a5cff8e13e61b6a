import { newKey } from './wire.js';

const DRAINING = 141;
const ATTEMPTS = 6;
const LONGEST_WAIT = 10_000;

/**
 * What this person has said and the room has not shown yet, in the order it was said.
 *
 * One say is under way at a time, so that a retry never overtakes a later message. A say keeps its key for life: said
 * again after a reconnect, a time-out or a refusal, it is still stored once.
 *
 * States: `waiting` (not on the wire), `sent` (on the wire), `acknowledged` (stored), `failed` (the person decides).
 */
export class Outbox {
  #room; #clock; #random; #ask; #changed; #acknowledged;
  #underway = null;
  #timer = null;
  says = [];

  /** `ask(command, answer)` is false when there is no connection. */
  constructor({ room, clock, ask, changed, acknowledged, random = Math.random }) {
    this.#room = room;
    this.#clock = clock;
    this.#ask = ask;
    this.#changed = changed;
    this.#acknowledged = acknowledged;
    this.#random = random;
  }

  get unsafe() {
    return this.says.some(({ state }) => state === 'waiting' || state === 'sent');
  }

  say(text, key = newKey()) {
    this.says.push({ key, text, state: 'waiting', attempts: 0, at: this.#clock.wall() });
    this.flush();
  }

  retry(key) {
    const say = this.says.find(say => say.key === key && say.state === 'failed');
    if (say) Object.assign(say, { state: 'waiting', attempts: 0, error: undefined });
    this.flush();
  }

  discard(key) {
    this.says = this.says.filter(say => say.key !== key);
    this.flush();
  }

  /** The room shows it: its own road back, which the ack may overtake or not. */
  shown({ key, mid }) {
    const say = this.says.find(say => say.key === key || (mid && say.mid === mid));
    if (!say) return;
    if (say === this.#underway) this.#underway = null;
    this.discard(say.key);
  }

  /** After `reset epoch`: what the log has lost of ours is said again; where it was kept, the key finds it. */
  again(entries) {
    const lost = entries.map(({ key, text, at }) => ({ key, text, at, state: 'waiting', attempts: 0 }));
    for (const say of this.says) if (say.state === 'acknowledged') say.state = 'waiting';
    this.says = [...lost, ...this.says];
    this.flush();
  }

  /** The connection went: whether the say under way was stored nobody knows, so it is said again. */
  lost() {
    if (this.#underway) this.#underway.state = 'waiting';
    this.#underway = null;
    this.#changed();
  }

  /** A new connection is up, perhaps while the old one still lives. */
  ready() {
    this.lost();
    this.#clock.cancel(this.#timer);
    this.#timer = null;
    this.flush();
  }

  flush() {
    const say = this.says.find(({ state }) => state === 'waiting');
    if (say && !this.#underway && this.#timer === null) this.#send(say);
    this.#changed();
  }

  #send(say) {
    this.#underway = say;
    say.state = 'sent';
    const command = { type: 'say', room: this.#room, key: say.key, text: say.text };
    if (!this.#ask(command, reply => this.#answered(say, reply))) this.lost();
  }

  #answered(say, reply) {
    // The entry came before its ack and has taken the say away: nothing is left to be marked.
    if (say !== this.#underway) return;
    this.#underway = null;
    if (reply.type === 'ack') {
      Object.assign(say, { state: 'acknowledged', seq: reply.seq, mid: reply.mid });
      this.#acknowledged(say);
    } else {
      this.#refuse(say, reply);
    }
    this.flush();
  }

  #refuse(say, { code, retryable, retryAfter = 0 }) {
    if (code !== DRAINING) say.attempts++;
    if (!retryable || say.attempts >= ATTEMPTS) return Object.assign(say, { state: 'failed', error: code });
    say.state = 'waiting';
    const wait = retryAfter + (0.5 + this.#random() / 2) * Math.min(LONGEST_WAIT, 500 * 2 ** say.attempts);
    return this.#timer = this.#clock.after(wait, () => { this.#timer = null; this.flush(); });
  }
}
