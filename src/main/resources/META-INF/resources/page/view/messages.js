import { avatar, byId, element, hueOf, withLinks } from './dom.js';
import { Menu } from './menu.js';
import { explain } from '../words.js';

const TOGETHER = 5 * 60_000;
const NEAR = 80;

/** The conversation: one row for each entry, kept while it is the same, so that a say turns into its entry in place. */
export class Messages {
  #words; #log = byId('log'); #list = byId('list'); #rows = new Map(); #unseen = 0; #clock; #day; #on; #menu;
  /** What each row shows. */
  #shown = new WeakMap();
  /** At the end of the conversation, where what comes is seen at once. */
  following = true;

  /** `on`: room(), older(), retry(key), discard(key), seen(). */
  constructor(words, on) {
    this.#words = words;
    this.#on = on;
    this.#menu = new Menu(words, on.room);
    this.#clock = new Intl.DateTimeFormat(words.language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    this.#day = new Intl.DateTimeFormat(words.language, { weekday: 'long', day: 'numeric', month: 'long' });
    this.#log.addEventListener('scroll', () => this.#scrolled());
    new ResizeObserver(() => { if (this.following) this.toLatest(); }).observe(this.#log);
    byId('older').addEventListener('click', on.older);
    byId('latest').addEventListener('click', () => this.toLatest());
  }

  clear() {
    this.#rows.clear();
    this.#list.replaceChildren();
    this.#unseen = 0;
    this.following = true;
  }

  arrived() {
    if (!this.following || document.hidden) this.#unseen++;
  }

  toLatest() {
    this.#log.scrollTop = this.#log.scrollHeight;
    this.#scrolled();
  }

  render(room) {
    const inView = this.#firstInView();
    const before = inView?.offsetTop;
    this.#place(this.#rowsOf(room));
    byId('older').hidden = !room.more || room.cursor === null;
    byId('beginning').textContent = room.more ? '' : this.#words[room.entries.length + room.outbox.says.length ? 'beginning' : 'empty'];
    if (this.following) this.#log.scrollTop = this.#log.scrollHeight;
    else if (inView?.isConnected) this.#log.scrollTop += inView.offsetTop - before;
    this.#tellUnseen();
  }

  /** What the person is reading stays where it is, whatever comes above it. Days move, messages do not. */
  #firstInView() {
    const top = this.#log.scrollTop + this.#log.offsetTop;
    return [...this.#list.querySelectorAll('.row')].find(row => row.offsetTop + row.offsetHeight > top);
  }

  #scrolled() {
    this.following = this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < NEAR;
    if (this.#log.scrollTop < NEAR) this.#on.older();
    this.#tellUnseen();
  }

  #tellUnseen() {
    if (this.following && !document.hidden) this.#unseen = 0;
    byId('latest').hidden = this.following;
    byId('latest').textContent = `↓ ${this.#words.latest(this.#unseen)}`;
  }

  /** Everything to be shown, in order, each with a name that it keeps and how it looks now. */
  #rowsOf(room) {
    const rows = [];
    let before = null;
    for (const entry of [...room.entries, ...room.outbox.says]) {
      if (entry.notice) {
        if (this.#notice(rows, entry)) before = before && { ...before, author: null };
        continue;
      }
      const day = new Date(entry.at).toDateString();
      if (before?.day !== day) rows.push({ id: `day ${day}`, make: () => this.#dayRow(entry.at) });
      const own = room.isMine(entry);
      const author = own ? 'own' : entry.from.id;
      const first = before?.day !== day || before.author !== author || entry.at - before.at > TOGETHER;
      rows.push({ id: own && entry.key ? `key ${entry.key}` : entry.mid, make: () => this.#messageRow(entry, own),
        now: row => this.#mark(row, entry, own, first) });
      before = { day, author, at: entry.at };
    }
    return rows;
  }

  #notice(rows, { notice, seq, missing, late, gap }) {
    const lost = Math.max(missing.size, late);
    if (notice === 'epoch' && lost === 0 && !gap) return false;
    const text = this.#words.notices[notice]?.(lost) ?? this.#words.notices.unknown();
    return rows.push({ id: `notice ${seq}`, make: () => element('li', { className: 'notice' }), now: row => { row.textContent = text; } });
  }

  #place(rows) {
    const kept = new Map();
    let at = this.#list.firstElementChild;
    for (const { id, make, now } of rows) {
      const row = this.#rows.get(id) ?? make();
      kept.set(id, row);
      now?.(row);
      if (row === at) at = at.nextElementSibling;
      else this.#list.insertBefore(row, at);
    }
    for (const [id, row] of this.#rows) if (!kept.has(id)) row.remove();
    this.#rows = kept;
  }

  #dayRow(at) {
    const daysAgo = Math.round((new Date().setHours(12, 0, 0, 0) - new Date(at).setHours(12, 0, 0, 0)) / 86_400_000);
    const text = daysAgo === 0 ? this.#words.today : daysAgo === 1 ? this.#words.yesterday : this.#day.format(at);
    return element('li', { className: 'day' }, text);
  }

  #messageRow(entry, own) {
    const { from, at } = entry;
    const name = element('bdi', { className: own ? 'name' : `name ${hueOf(from)}` }, own ? this.#words.you : from.name);
    const foot = element('span', { className: 'foot' },
      element('time', { datetime: new Date(at).toISOString() }, this.#clock.format(at)));
    if (own) foot.append(element('span', { className: 'tick', role: 'img' }));
    const bubble = element('div', { className: 'bubble' }, name, this.#content(entry), foot);
    return element('li', {}, ...(own ? [] : [avatar(from)]), bubble);
  }

  /** What became of a message since its row was made. */
  #change(row, entry) {
    const shown = this.#shown.get(row);
    this.#shown.set(row, entry);
    if (shown === entry || !entry.mid || entry.state) return;
    row.querySelector('.text').replaceWith(this.#content(entry));
    row.querySelector('.edited')?.remove();
    if (entry.edited) row.querySelector('.foot').prepend(element('span', { className: 'edited' }, this.#words.edited));
    row.querySelector('.after')?.remove();
    const { replies } = entry;
    const after = [...this.#menu.reactions(row, entry), ...(replies ? [element('span', {}, this.#words.replies(replies.count))] : [])];
    if (after.length > 0) row.querySelector('.bubble').after(element('div', { className: 'after' }, ...after));
    if (entry.deleted) row.querySelectorAll('.menu, .edit, .refused').forEach(part => part.remove());
    else if (!row.querySelector('.menu')) row.querySelector('.bubble').append(this.#menu.of(row, () => this.#shown.get(row)));
  }

  #content({ text, data, bytes, deleted }) {
    if (deleted) return element('p', { className: 'text gone' }, this.#words.deleted);
    if (text !== undefined) return element('p', { className: 'text', dir: 'auto' }, ...withLinks(text));
    const raw = bytes === undefined ? JSON.stringify(data) : this.#words.binary(atob(bytes).length);
    return element('p', { className: 'text raw' }, raw);
  }

  #mark(row, entry, own, first) {
    this.#change(row, entry);
    const state = own ? entry.state ?? 'acknowledged' : '';
    row.className = `row ${own ? 'own' : ''} ${first ? 'first' : ''} ${state}`;
    const avatarOf = row.querySelector('.avatar');
    if (avatarOf) avatarOf.hidden = !first;
    row.querySelector('.tick')?.setAttribute('aria-label', this.#words.states[state]);
    if ((state === 'failed') !== (row.querySelector('.trouble') !== null)) this.#trouble(row, entry, state);
  }

  #trouble(row, { key, error }, state) {
    row.querySelector('.trouble')?.remove();
    if (state !== 'failed') return;
    const button = (text, act) => {
      const made = element('button', { type: 'button', className: 'quiet' }, text);
      made.addEventListener('click', () => act(key));
      return made;
    };
    row.append(element('p', { className: 'trouble', role: 'alert' }, `${this.#words.states.failed}. ${explain(this.#words, error)} `,
      button(this.#words.retry, this.#on.retry), button(this.#words.discard, this.#on.discard)));
  }
}
