import { element } from './dom.js';
import { explain } from '../words.js';
import { bytesOf, textOf } from '../chat/wire.js';

const EMOJI = ['👍', '❤️', '😂', '🎉', '😮', '🙏'];

/**
 * What may be done to one message: a disclosure with buttons, so that the keyboard reaches all of it, and the form in which
 * an own message is said anew. Filled while it is open.
 */
export class Menu {
  #words; #room;

  /** `room()`: reactionsOf, react, amend, textLimit, isMine. */
  constructor(words, room) {
    this.#words = words;
    this.#room = room;
  }

  /** For a row; `message()` is what it shows now. */
  of(row, message) {
    const body = element('div', { className: 'choices' });
    const menu = element('details', { className: 'menu' },
      element('summary', { 'aria-label': this.#words.options }, '⋯'), body);
    menu.addEventListener('toggle', () => {
      body.replaceChildren();
      if (menu.open) this.#fill(body, row, message, menu);
    });
    menu.addEventListener('keydown', event => {
      if (event.key !== 'Escape' || !menu.open) return;
      event.stopPropagation();
      this.#shut(menu);
    });
    menu.addEventListener('focusout', event => { if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false; });
    return menu;
  }

  /** What was said with how many; each takes part or takes back. */
  reactions(row, message) {
    const mine = this.#room().reactionsOf(message);
    return (message.reactions ?? []).map(({ emoji, count }) => this.#button(`${emoji} ${count}`, 'reaction',
      () => this.#react(row, message, emoji), { 'aria-pressed': mine.includes(emoji), 'aria-label': this.#words.reacted(emoji, count) }));
  }

  #fill(body, row, message, menu) {
    const mine = this.#room().reactionsOf(message());
    body.append(...EMOJI.map(emoji => this.#button(emoji, 'quiet', () => {
      this.#shut(menu);
      this.#react(row, message(), emoji);
    }, { 'aria-pressed': mine.includes(emoji) })));
    if (!this.#room().isMine(message())) return;
    if (message().text !== undefined) body.append(this.#button(this.#words.edit, 'quiet', () => { menu.open = false; this.#edit(row, message()); }));
    const last = this.#button(this.#words.remove, 'quiet', () => {
      if (last.textContent === this.#words.remove) last.textContent = this.#words.removeForGood;
      else { this.#shut(menu); this.#room().amend('delete', message(), {}, error => this.#tell(row, error)); }
    });
    body.append(last);
  }

  #shut(menu) {
    menu.open = false;
    menu.querySelector('summary').focus();
  }

  #react(row, message, emoji) {
    this.#room().react(message, emoji, error => this.#tell(row, error));
  }

  /** What is written is not lost before it is stored. */
  #edit(row, message) {
    if (row.querySelector('.edit')) return;
    const area = element('textarea', { rows: 2, 'aria-label': this.#words.edit });
    area.value = message.text;
    const form = element('form', { className: 'edit' }, area,
      element('button', { className: 'quiet' }, this.#words.save), this.#button(this.#words.cancel, 'quiet', () => done()));
    const done = () => { form.remove(); row.querySelector('summary')?.focus(); };
    form.addEventListener('submit', event => {
      event.preventDefault();
      this.#save(row, message, textOf(area.value), done);
    });
    area.addEventListener('keydown', event => {
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === 'Escape') { event.stopPropagation(); done(); }
      if (event.key !== 'Enter' || event.shiftKey) return;
      event.preventDefault();
      form.requestSubmit();
    });
    row.append(form);
    area.focus();
  }

  #save(row, message, text, done) {
    const limit = this.#room().textLimit;
    if (!text) return;
    if (text === message.text) return done();
    if (bytesOf(text) > limit) return this.#say(row, this.#words.tooLong(bytesOf(text), limit));
    this.#room().amend('edit', message, { text }, error => {
      this.#tell(row, error);
      if (error === undefined) done();
    });
  }

  #tell(row, error) {
    this.#say(row, error === undefined ? '' : explain(this.#words, error));
  }

  #say(row, text) {
    row.querySelector('.refused')?.remove();
    if (text) row.append(element('p', { className: 'trouble refused', role: 'alert' }, text));
  }

  #button(text, className, act, attributes = {}) {
    const made = element('button', { type: 'button', className, ...attributes }, text);
    made.addEventListener('click', act);
    return made;
  }
}
