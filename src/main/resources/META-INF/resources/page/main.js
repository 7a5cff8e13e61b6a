import { Composer } from './view/composer.js';
import { Connection } from './chat/connection.js';
import { byId, element } from './view/dom.js';
import { Door } from './view/door.js';
import { Memory } from './memory.js';
import { Messages } from './view/messages.js';
import { People } from './view/people.js';
import { Question } from './view/question.js';
import { Room } from './chat/room.js';
import { StateView } from './view/state.js';
import { SUBPROTOCOL, roomOf } from './chat/wire.js';
import { Tokens, readFragment, whoIn } from './chat/tokens.js';
import { explain, wordsFor } from './words.js';

const MOST_SPOKEN = 20;
const TOKEN_REFUSED = new Set([111, 112]);

const words = wordsFor(navigator.languages ?? [navigator.language]);
const memory = new Memory(() => localStorage, () => sessionStorage);
const tokens = new Tokens(memory, () => window.parent);
/** `now` measures time and never jumps; `wall` is the time of day, and tells when the machine slept. */
const clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after: (wait, act) => setTimeout(act, wait),
  cancel: timer => clearTimeout(timer),
};

document.documentElement.lang = words.language;
for (const place of document.querySelectorAll('[data-words]')) place.textContent = words[place.dataset.words];

let room = null;
let connection = null;
let unread = 0;
let drawing = false;

const door = new Door(words, enter);
const people = new People(words);
const composer = new Composer(words, {
  send: text => { room.outbox.say(text); messages.toLatest(); },
  typing: on => { if (!document.hidden) connection.tell({ type: 'typing', room: room.name, on }); },
  limit: () => room.textLimit,
});
const messages = new Messages(words, {
  room: () => room,
  older: () => room?.loadOlder(),
  retry: key => room.outbox.retry(key),
  discard: key => room.outbox.discard(key),
});
const question = new Question();
const stateView = new StateView(words, () => connection.stopped ? connection.start() : connection.wake());

/** The room of a shared link: `#room`. */
function linkedRoom() {
  return roomOf(readFragment(location.hash).room);
}

/**
 * A token behind the address is taken away from there at once: addresses are copied, shared and remembered. Whoever wrote the
 * link may have meant somebody else to speak here as them, so a sign-in that changes who is at this page is asked about.
 */
async function takeToken(loading) {
  const { room: linked, token } = readFragment(location.hash);
  if (token === undefined) return false;
  history.replaceState(null, '', `#${linked || (room?.name ?? '')}`);
  return tokens.offered(token, loading && !tokens.current, who => question.ask(words.signInAs(whoIsHere(), who)));
}

/** Empty for nobody. */
function whoIsHere() {
  if (tokens.current) return whoIn(tokens.current) || '?';
  return room ? memory.name : '';
}

function enter(name, roomName) {
  Object.assign(memory, { room: roomName, inside: true });
  if (!tokens.current) memory.name = name;
  connection?.leave();
  connection = new Connection({
    openSocket: () => new WebSocket(new URL('chat', document.baseURI).href.replace(/^http/, 'ws'), SUBPROTOCOL),
    clock,
    awake: () => !document.hidden,
    // The memory is shared by the tabs of this browser, which are one member: so is a name changed in another of them.
    hello: () => ({ ...whoIAm(), rooms: room.cursors }),
    renew: () => tokens.renew(),
    on: {
      welcome: (welcome, hello) => { if (welcome.you.guest) memory.keepIdentity({ id: welcome.you.id, resume: welcome.resume }, hello.resume); room.welcome(welcome); },
      forget: resume => memory.forgetIdentity(resume),
      joined: event => room.joined(event),
      event: event => room.receive(event),
      ready: () => room.ready(),
      lost: () => room.lost(),
      state: state => state.error ? turnAway(state.error) : stateView.show(state),
    },
  });
  room = new Room(roomName, { clock, connection, on: { changed: draw, arrived, silenced } });
  if (location.hash !== `#${roomName}`) history.replaceState(null, '', `#${roomName}`);
  byId('title').textContent = `#${roomName}`;
  messages.clear();
  stateView.begin();
  door.hide();
  read();
  composer.focus();
  connection.start();
}

function whoIAm() {
  return tokens.current ? { token: tokens.current } : { name: memory.name, resume: memory.resume };
}

/** A token that was refused is not tried again: the person may come in as a guest, or with another one. */
function turnAway({ code }) {
  if (TOKEN_REFUSED.has(code)) tokens.forget();
  leave(explain(words, code));
}

function leave(refusal) {
  memory.inside = false;
  connection?.leave();
  connection = room = null;
  door.show({ name: memory.name, room: linkedRoom() || memory.room, refusal, signedIn: tokens.current !== undefined });
}

/** With a token there is nothing to be asked; else only who was inside before goes straight back. */
async function begin() {
  if (!await takeToken(true) && !tokens.current) await tokens.renew();
  if (tokens.current || (memory.inside && memory.name)) enter(memory.name, linkedRoom() || memory.room || 'lobby');
  else leave();
}

/** Once per frame at most, however much comes in; a hidden tab draws no frames. */
function draw() {
  if (drawing) return;
  drawing = true;
  const later = document.hidden ? act => setTimeout(act, 250) : requestAnimationFrame;
  later(() => {
    drawing = false;
    if (!room) return;
    stateView.hold(room.outbox.trouble);
    if (messages.following) room.trim();
    messages.render(room);
    people.render(room);
  });
}

function arrived(entry, live) {
  messages.arrived();
  if (document.hidden) unread++;
  title();
  if (!live || entry.text === undefined) return;
  byId('spoken').append(element('p', { 'data-mid': entry.mid }, `${entry.from.name}: ${entry.text}`));
  if (byId('spoken').childElementCount > MOST_SPOKEN) byId('spoken').firstElementChild.remove();
}

/** Of a deleted message nothing is left anywhere. */
function silenced(mid) {
  byId('spoken').querySelector(`[data-mid="${CSS.escape(mid)}"]`)?.remove();
}

function title() {
  document.title = `${unread > 0 ? `(${unread}) ` : ''}#${room.name} · Tertulia`;
}

function read() {
  unread = 0;
  if (room) title();
}

byId('leave').addEventListener('click', () => leave());
document.addEventListener('visibilitychange', () => {
  if (document.hidden || !room) return;
  read();
  connection.wake();
  draw();
});
for (const event of ['online', 'pageshow']) addEventListener(event, () => connection?.wake());
addEventListener('keydown', event => {
  if (event.key !== 'Escape' || !room) return;
  if (innerWidth <= 720) people.open(false);
  composer.focus();
});
addEventListener('hashchange', async () => {
  if (await takeToken(false)) return begin();
  const wanted = linkedRoom();
  if (room && wanted && wanted !== room.name) enter(memory.name, wanted);
});
addEventListener('beforeunload', event => { if (room?.outbox.unsafe) event.preventDefault(); });

begin();
