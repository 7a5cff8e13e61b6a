import { newKey } from './wire.js';

const DRAINING = 141;
/** These pass, however long it takes: too fast, too many, the log away, the node going, the outcome unknown. */
const PASSING = new Set([130, 131, 140, DRAINING, 142]);
const ATTEMPTS = 6;
const LONGEST_WAIT = 10_000;

/**
 * What this person has said and the room has not shown yet, in the order it was said.
 *
 * One say is under way at a time, so that a retry never overtakes a later message. A say keeps its key for life: said
 * again after a reconnect, a time-out or a refusal, it is still stored once. What was stored is remembered for as long as
 * the server recognises its key: a log that comes back older has lost it, and then it is said again.
 *
 * States: `waiting` (not on the wire), `sent` (on the wire), `acknowledged` (stored), `failed` (the person decides).
 */
export class Outbox {
  #room; #clock; #random; #ask; #changed; #acknowledged; #isRecent;
  /** Own entries that the room has shown, by their key. */
  #stored = new Map();
  #underway = null;
  #timer = null;
  says = [];

  /** `ask(command, answer)` is false when there is no connection; `isRecent(entry)`: its key is still recognised. */
  constructor({ room, clock, ask, changed, acknowledged, isRecent, random = Math.random }) {
    this.#room = room;
    this.#clock = clock;
    this.#ask = ask;
    this.#changed = changed;
    this.#acknowledged = acknowledged;
    this.#isRecent = isRecent;
    this.#random = random;
  }

  get unsafe() {
    return this.says.some(({ state }) => state === 'waiting' || state === 'sent');
  }

  /** The code for which what was said has to wait, as long as it does; a node that goes away is none to speak of. */
  get trouble() {
    return this.says.find(({ state, trouble }) => trouble && (state === 'waiting' || state === 'sent'))?.trouble;
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

  /** The room shows an own entry: its road back, which the ack may overtake or not. */
  shown(entry) {
    const { key, mid, seq, at, text } = entry;
    if (key && text !== undefined && this.#isRecent(entry)) this.#stored.set(key, { key, text, at, seq });
    const say = this.says.find(say => say.key === key || (mid && say.mid === mid));
    if (!say) return;
    if (say === this.#underway) this.#underway = null;
    this.discard(say.key);
  }

  /** An own entry says something else, or nothing any more: that is what would be said again, if anything. */
  changed({ key, text, deleted }) {
    const stored = this.#stored.get(key);
    if (deleted) this.#stored.delete(key);
    else if (stored && text !== undefined) stored.text = text;
  }

  /** The log went on from this number in another history: what of ours was above is said again. Its key finds what was kept. */
  again(above) {
    this.#forget();
    const lost = [...this.#stored.values()].filter(({ seq }) => seq > above).sort((a, b) => a.seq - b.seq);
    for (const { key } of lost) this.#stored.delete(key);
    for (const say of this.says) if (say.state === 'acknowledged') say.state = 'waiting';
    this.says = [...lost.map(({ key, text, at }) => ({ key, text, at, state: 'waiting', attempts: 0 })), ...this.says];
    this.flush();
  }

  #forget() {
    for (const [key, entry] of this.#stored) if (!this.#isRecent(entry)) this.#stored.delete(key);
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
      this.#forget();
      this.#acknowledged(say);
    } else {
      this.#refuse(say, reply);
    }
    this.flush();
  }

  #refuse(say, { code, retryable, retryAfter = 0 }) {
    if (code !== DRAINING) say.attempts++;
    if (code !== DRAINING && PASSING.has(code)) say.trouble = code;
    if (!retryable || (!PASSING.has(code) && say.attempts >= ATTEMPTS)) return Object.assign(say, { state: 'failed', error: code });
    say.state = 'waiting';
    const wait = retryAfter + (0.5 + this.#random() / 2) * Math.min(LONGEST_WAIT, 500 * 2 ** say.attempts);
    return this.#timer = this.#clock.after(wait, () => { this.#timer = null; this.flush(); });
  }
}
