import { Outbox } from './outbox.js';
import { fold, refOf } from './fold.js';
import { newKey, position } from './wire.js';

const PAGE = 50;
const MOST_HELD = 1_500;
const TYPING_FADES = 6_000;
/** For how long a key is recognised at least, when the server does not tell. */
const RECENT = 120_000;
const UNKNOWN_OUTCOME = 142;

/**
 * One room as this tab knows it: entries in order, each mid once; who is here, who is typing, what is on its way.
 *
 * The stream is trusted only as far as it can be checked: an entry at or below the cursor was had already, a hole in the
 * numbers asks for a new connection that goes on from the cursor.
 */
export class Room {
  #clock; #connection; #on;
  #held = new Map();
  #mine = new Set();
  #oldest = null;
  #loaded = false;
  #asked = 0;
  #skipped = false;
  /** The number had before the stream went back to where it begins anew: in another history it stands for something else. */
  #doubted = 0;
  /** The epochs that began in this stream, by their number. */
  #forks = new Map();
  #head = 0;
  #limits = {};
  #skew = 0;
  /** What came about messages while a page is under way, which may have been read before. */
  #meanwhile = [];
  /** Who waits to hear what became of a change. */
  #awaiting = new Set();
  /** My reactions as I last asked for them, by mid, until they come by. */
  #wished = new Map();
  /** `{epoch, seq}` of the last entry had; null before the first `joined`. */
  cursor = null;
  /** Ascending by seq: messages, and notices (`notice` names the reason) that stand between two numbers. */
  entries = [];
  more = true;
  loading = false;
  count = 0;
  members = new Map();
  typing = new Map();

  /** `connection`: ask, tell, reopen. `on`: changed(), arrived(entry, live), silenced(mid). */
  constructor(name, { clock, connection, on, random }) {
    this.name = name;
    this.#clock = clock;
    this.#connection = connection;
    this.#on = on;
    this.outbox = new Outbox({
      room: name, clock, random,
      ask: (command, answer) => connection.ask(command, answer),
      changed: () => on.changed(),
      acknowledged: say => this.#acknowledged(say),
      isRecent: entry => this.#isRecent(entry),
    });
  }

  get cursors() {
    return { [this.name]: this.cursor && `${this.cursor.epoch}:${this.cursor.seq}` };
  }

  isMine({ from }) {
    return from === undefined || this.#mine.has(from.id);
  }

  get textLimit() {
    return this.#limits.text ?? Infinity;
  }

  welcome({ you, limits = {}, time }) {
    this.#mine.add(you.id);
    this.#limits = limits;
    this.#skew = time - this.#clock.wall();
  }

  /**
   * The stream that follows starts right after `from`, which is below ours when the old connection went on while this one
   * was opened: what comes again is known by its mid. It has our number with another epoch when the log went on in a new one.
   */
  joined({ from, head, count }) {
    const start = position(from);
    this.#skipped = this.cursor !== null && start.seq > this.cursor.seq;
    this.#doubted = this.cursor?.seq ?? 0;
    this.cursor = start;
    this.#head = position(head).seq;
    this.count = count;
  }

  ready() {
    this.outbox.ready();
    // A page that the old connection still owed does not come any more.
    const owed = this.loading;
    this.loading = false;
    if (owed || !this.#loaded) this.loadOlder();
    this.#connection.ask({ type: 'members', room: this.name }, reply => this.#meet(reply));
    this.#on.changed();
  }

  lost() {
    this.loading = false;
    this.typing.clear();
    this.#wished.clear();
    for (const done of [...this.#awaiting]) done({ type: 'error', code: UNKNOWN_OUTCOME });
    this.outbox.lost();
  }

  receive(event) {
    if (event.room !== this.name) return;
    if (event.seq !== undefined) this.#entry(event);
    else if (event.type === 'reset') this.#reset(event);
    else if (event.type === 'presence') this.#presence(event);
    else if (event.type === 'typing') this.#typing(event);
    this.#on.changed();
  }

  /** My reactions to a message. */
  reactionsOf({ mid, reactions = [] }) {
    return this.#wished.get(mid) ?? reactions.filter(({ by, mine }) => mine || by.some(id => this.#mine.has(id))).map(({ emoji }) => emoji);
  }

  react(message, emoji, done) {
    const mine = this.reactionsOf(message);
    const set = mine.includes(emoji) ? mine.filter(one => one !== emoji) : [...mine, emoji];
    this.#wished.set(message.mid, set);
    this.amend('react', message, { set }, error => {
      if (error !== undefined) this.#wished.delete(message.mid);
      done(error);
    });
  }

  /** Asks for a change of a message; `done(code)` says why it did not come about, `done()` that it did. */
  amend(type, { mid }, fields, done) {
    const answer = reply => {
      this.#awaiting.delete(answer);
      done(reply.type === 'error' ? reply.code : undefined);
      this.#on.changed();
    };
    this.#awaiting.add(answer);
    if (!this.#connection.ask({ type, room: this.name, mid, key: newKey(), ...fields }, answer)) answer({ type: 'error', code: UNKNOWN_OUTCOME });
  }

  /** The newest page first, then what came before it. */
  loadOlder() {
    if (this.loading || !this.more) return;
    this.#meanwhile = [];
    const before = this.#loaded && this.#oldest !== null ? { before: `${this.cursor.epoch}:${this.#oldest}` } : {};
    const asked = ++this.#asked;
    this.loading = this.#connection.ask({ type: 'history', room: this.name, limit: PAGE, ...before },
      page => { if (asked === this.#asked) this.#older(page); });
    this.#on.changed();
  }

  /** A tab that stays open for weeks does not keep weeks: they can be loaded again. */
  trim() {
    if (this.entries.length <= MOST_HELD) return;
    for (const { mid } of this.entries.splice(0, this.entries.length - MOST_HELD / 2)) this.#held.delete(mid);
    this.#oldest = Math.ceil(this.entries[0].seq);
    this.more = true;
  }

  #entry(event) {
    if (event.seq <= this.cursor.seq) return;
    if (event.seq > this.cursor.seq + 1) return this.#connection.reopen();
    this.cursor = { epoch: event.type === 'epoch' ? event.epoch : this.cursor.epoch, seq: event.seq };
    if (event.type === 'epoch') this.#forked(event);
    if (event.type === 'message' && this.#add(event) && !this.isMine(event)) this.#on.arrived(event, event.seq > this.#head);
    this.#amended(event);
  }

  #amended(event) {
    const ref = refOf(event);
    if (ref === undefined) return;
    if (this.loading) this.#meanwhile.push(event);
    if (event.type === 'react' && this.isMine({ from: event.by })) this.#wished.delete(ref);
    const message = this.#held.get(ref);
    if (message) this.#become(message, fold(message, event));
  }

  /** A message is another one from now on. */
  #become(message, now) {
    if (now === message) return;
    this.#held.set(now.mid, now);
    this.entries[this.entries.indexOf(message)] = now;
    if (now.deleted) this.#on.silenced(now.mid);
    if (this.isMine(now)) this.outbox.changed(now);
  }

  #add(entry) {
    const held = this.#held.get(entry.mid);
    if (held) {
      if ((entry.rev ?? 0) > (held.rev ?? 0)) this.#become(held, entry);
      return false;
    }
    this.#held.set(entry.mid, entry);
    this.#insert(entry);
    this.#reach(entry.seq);
    this.#forgetTyping(entry.from.id);
    for (const { missing } of this.entries) missing?.delete(entry.mid);
    if (this.isMine(entry)) this.outbox.shown(entry);
    return true;
  }

  #insert(entry) {
    let place = this.entries.length;
    while (place > 0 && this.entries[place - 1].seq > entry.seq) place--;
    this.entries.splice(place, 0, entry);
  }

  #reach(seq) {
    this.#oldest = Math.min(this.#oldest ?? seq, seq);
  }

  #older(page) {
    this.loading = false;
    if (page.type === 'history') {
      this.#loaded = true;
      this.more = page.more;
      for (const entry of page.entries.filter(({ type, mid }) => mid && (type ?? 'message') === 'message')) this.#add(this.#now(entry));
      for (const { seq } of page.entries) this.#reach(seq);
      // It may cover more than it shows.
      if (page.from) this.#reach(position(page.from).seq + 1);
    }
    this.#on.changed();
  }

  /** A message of a page with what came about it since that was read. */
  #now(message) {
    return this.#meanwhile.filter(event => refOf(event) === message.mid).reduce(fold, message);
  }

  #reset({ reason, cursor, late = 0 }) {
    const cut = position(cursor);
    const gap = this.#skipped || cut.seq > this.cursor.seq;
    const all = reason === 'behind' || reason === 'unknown' || this.#isChangedAbove(cut.seq);
    const missing = this.#drop(entry => entry.mid && (all || entry.seq > cut.seq));
    this.cursor = cut;
    this.#skipped = false;
    this.#doubted = 0;
    if (this.#oldest > cut.seq + 1) this.#oldest = null;
    this.#insert({ notice: reason, seq: cut.seq + 0.5, missing, late, gap });
    if (all) this.#startAnew();
    if (reason === 'epoch') this.outbox.again(cut.seq);
    if (reason === 'unknown') this.outbox.again(-1);
  }

  /** Whether a message that stays has something in it that is not so in the other history: then it has to be read again. */
  #isChangedAbove(seq) {
    return this.entries.some(entry => entry.rev > seq && entry.seq <= seq);
  }

  #forked({ seq, epoch }) {
    if (seq <= this.#doubted && this.#forks.get(seq) !== epoch) this.#rewrite(seq - 1);
    this.#forks.set(seq, epoch);
  }

  /** The new connection's history leaves the one that the old connection still told: as `reset epoch`, but nobody says so. */
  #rewrite(seq) {
    this.#doubted = 0;
    const all = this.#isChangedAbove(seq);
    const missing = this.#drop(entry => entry.mid && (all || entry.seq > seq));
    this.#insert({ notice: 'epoch', seq: seq + 0.5, missing, late: 0, gap: false });
    if (all) this.#startAnew();
    this.outbox.again(seq);
  }

  /** Answers their mids. */
  #drop(which) {
    const dropped = this.entries.filter(which);
    this.entries = this.entries.filter(entry => !which(entry));
    for (const { mid } of dropped) this.#held.delete(mid);
    return new Set(dropped.map(({ mid }) => mid));
  }

  #startAnew() {
    this.#loaded = false;
    this.#oldest = null;
    this.more = true;
    this.loading = false;
    this.loadOlder();
  }

  /** Older than the dedupe window, a repaired copy could not be told from a repetition. */
  #isRecent({ at }) {
    return at > this.#clock.wall() + this.#skew - (this.#limits.dedupe ?? RECENT);
  }

  /**
   * An entry below the cursor does not come again: after `dup` the ack itself says where it belongs. One from before what is
   * loaded comes with its page.
   */
  #acknowledged(say) {
    if (say.seq > this.cursor.seq && !this.#held.has(say.mid)) return;
    const [me] = [...this.#mine].slice(-1);
    if (this.#held.has(say.mid) || this.#oldest === null || say.seq < this.#oldest) this.outbox.shown(say);
    else this.#add({ ...say, type: 'message', from: { id: me } });
  }

  #meet({ type, count, members }) {
    if (type !== 'members') return;
    this.count = count;
    this.members = new Map(members.map(member => [member.id, member]));
    this.#on.changed();
  }

  /** Above 200 members only the count is told, and a list that is not kept up would be a lie. */
  #presence({ count, joined, left }) {
    this.count = count;
    if (!joined && !left) this.members.clear();
    for (const member of joined ?? []) this.members.set(member.id, member);
    for (const member of left ?? []) this.members.delete(member.id ?? member);
  }

  #typing({ from, on }) {
    this.#forgetTyping(from.id);
    if (!on || this.isMine({ from })) return;
    const fade = this.#clock.after(TYPING_FADES, () => { this.typing.delete(from.id); this.#on.changed(); });
    this.typing.set(from.id, { name: from.name, fade });
  }

  #forgetTyping(id) {
    this.#clock.cancel(this.typing.get(id)?.fade);
    this.typing.delete(id);
  }
}
