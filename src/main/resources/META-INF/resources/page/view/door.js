import { byId } from './dom.js';
import { nameOf, roomOf } from '../chat/wire.js';

/** The way in: a name and a room; who has signed in has a name. */
export class Door {
  #words; #name = byId('name'); #room = byId('room'); #signedIn = false;

  /** `onEnter(name, room)` */
  constructor(words, onEnter) {
    this.#words = words;
    this.#name.placeholder = words.namePlaceholder;
    this.#room.placeholder = words.roomPlaceholder;
    byId('entry').addEventListener('submit', event => {
      event.preventDefault();
      const name = nameOf(this.#name.value);
      const room = roomOf(this.#room.value || 'lobby');
      if (!name && !this.#signedIn) return this.#refuse(this.#name, words.nameNeeded);
      if (!room) return this.#refuse(this.#room, words.roomNeeded);
      return onEnter(name, room);
    });
  }

  show({ name, room, refusal = '', signedIn = false }) {
    this.#signedIn = signedIn;
    byId('name-label').hidden = signedIn;
    byId('signed-in').hidden = !signedIn;
    byId('salon').hidden = true;
    byId('door').hidden = false;
    document.title = 'Tertulia';
    this.#name.value = name;
    this.#room.value = room;
    this.#refuse(name || signedIn ? this.#room : this.#name, refusal);
  }

  hide() {
    byId('door').hidden = true;
    byId('salon').hidden = false;
  }

  #refuse(field, why) {
    byId('refusal').textContent = why;
    for (const input of [this.#name, this.#room]) input.setAttribute('aria-invalid', Boolean(why) && input === field);
    field.focus();
  }
}
