import { byId } from './dom.js';
import { bytesOf, textOf } from '../chat/wire.js';

const SAY_TYPING_AGAIN = 3_000;

/** Where a message is written. Enter sends; while an input method composes a character, Enter belongs to it. */
export class Composer {
  #area = byId('text'); #words; #on; #toldTyping = 0;

  /** `on`: send(text), typing(on), limit() in bytes. */
  constructor(words, on) {
    this.#words = words;
    this.#on = on;
    this.#area.placeholder = words.placeholder;
    this.#area.addEventListener('input', () => this.#edited());
    this.#area.addEventListener('keydown', event => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.#send();
    });
    byId('composer').addEventListener('submit', event => {
      event.preventDefault();
      this.#send();
    });
  }

  focus() {
    this.#area.focus();
  }

  #edited() {
    this.#area.style.height = 'auto';
    this.#area.style.height = `${this.#area.scrollHeight + 2}px`;
    byId('text-refusal').textContent = '';
    if (textOf(this.#area.value) === '') this.#stopTyping();
    else if (Date.now() - this.#toldTyping >= SAY_TYPING_AGAIN) {
      this.#toldTyping = Date.now();
      this.#on.typing(true);
    }
  }

  #stopTyping() {
    if (this.#toldTyping) this.#on.typing(false);
    this.#toldTyping = 0;
  }

  #send() {
    const text = textOf(this.#area.value);
    const limit = this.#on.limit();
    if (bytesOf(text) > limit) {
      byId('text-refusal').textContent = this.#words.tooLong(bytesOf(text), limit);
    } else if (text) {
      this.#area.value = '';
      this.#edited();
      this.#on.send(text);
    }
    this.focus();
  }
}
