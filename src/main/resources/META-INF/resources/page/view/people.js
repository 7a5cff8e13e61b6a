import { avatar, byId, element } from './dom.js';

/** Who is here and who is typing. The list is a panel beside the conversation, or above it where space is short. */
export class People {
  #words; #shown = '';

  constructor(words) {
    this.#words = words;
    byId('people').addEventListener('click', () => this.open(!this.isOpen));
    this.open(matchMedia('(min-width: 721px)').matches);
  }

  get isOpen() {
    return byId('people').getAttribute('aria-expanded') === 'true';
  }

  open(open) {
    byId('people').setAttribute('aria-expanded', open);
    byId('salon').classList.toggle('people-open', open);
  }

  render(room) {
    byId('people').textContent = this.#words.here(room.count);
    const members = [...room.members.values()]
      .sort((a, b) => room.isMine({ from: b }) - room.isMine({ from: a }) || a.name.localeCompare(b.name));
    const shown = JSON.stringify([room.count, members]);
    if (shown !== this.#shown) this.#list(room, members);
    this.#shown = shown;
    const typing = [...room.typing.values()].map(({ name }) => name);
    byId('typing').textContent = typing.length > 0 ? `${this.#words.typing(typing)}…` : '';
  }

  #list(room, members) {
    byId('member-list').replaceChildren(...members.map(member => element('li', {}, avatar(member),
      element('bdi', {}, member.name), ...(room.isMine({ from: member }) ? [element('small', {}, this.#words.you)] : []))));
    const rest = room.count - members.length;
    byId('more-members').textContent = rest > 0 && members.length > 0 ? this.#words.more(rest) : '';
  }
}
