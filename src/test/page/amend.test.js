import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Connection } from '../../main/resources/META-INF/resources/page/chat/connection.js';
import { Room } from '../../main/resources/META-INF/resources/page/chat/room.js';
import { FakeClock, FakeSocket, message } from './fakes.js';

let clock, sockets, room, gone;

beforeEach(() => {
  clock = new FakeClock();
  sockets = [];
  gone = [];
  const connection = new Connection({
    openSocket: () => sockets[sockets.push(new FakeSocket()) - 1],
    clock, random: () => 0.5,
    hello: () => ({ name: 'Me', rooms: room.cursors }),
    on: {
      state: () => {}, forget: () => {}, welcome: welcome => room.welcome(welcome), joined: event => room.joined(event),
      event: event => room.receive(event), ready: () => room.ready(), lost: () => room.lost(),
    },
  });
  room = new Room('lobby', { clock, connection, random: () => 0.5, on: {
    changed: () => {}, arrived: () => {}, silenced: mid => gone.push(mid),
  } });
  connection.start();
});

const me = { id: 'me', name: 'Me' };
const socket = () => sockets.at(-1);
const live = (...events) => socket().receive(...events);
const history = (entries, more = false, page = {}) => socket().answer('history', { type: 'history', room: 'lobby', entries, more, ...page });
const about = (type, seq, ref, more) => ({ type, room: 'lobby', seq, mid: `a${seq}`, ref, by: { id: 'ana', name: 'Ana' }, at: 1_000_000 + seq, ...more });
const react = (seq, ref, set, before = [], by = me) => about('react', seq, ref, { set, before, by });
const texts = () => room.entries.map(({ text, notice, deleted }) => deleted ? '(deleted)' : text ?? `(${notice})`);
const comeBack = greeting => { socket().end(1006); clock.pass(1_000); return socket().greet(greeting); };
const fine = () => {};

test('an edit, a deletion and a reaction change the message where it stands', () => {
  socket().greet();
  live(message(1, 'one'), message(2, 'two'), about('edit', 3, 'm1', { text: 'uno' }), about('delete', 4, 'm2'), react(5, 'm1', ['👍']));
  assert.deepEqual(texts(), ['uno', '(deleted)']);
  assert.deepEqual(room.entries[0].reactions, [{ emoji: '👍', count: 1, by: ['me'] }]);
  assert.deepEqual(gone, ['m2']);
  assert.deepEqual(room.cursors, { lobby: 'e1:5' });
});

test('what a folded message has in it already is not done again when it comes by', () => {
  socket().greet({ from: 'e1:3' });
  history([message(1, 'uno', { edited: 1_000_003, rev: 3, reactions: [{ emoji: '👍', count: 2, by: ['me', 'bo'] }] })]);
  socket().end(1006);
  clock.pass(1_000);
  socket().open();
  live({ type: 'joined', re: 1, room: 'lobby', from: 'e1:1', head: 'e1:4', count: 1 });
  live(react(2, 'm1', ['👍'], [], { id: 'bo' }), about('edit', 3, 'm1', { text: 'uno' }), react(4, 'm1', [], ['👍']));
  assert.deepEqual(texts(), ['uno']);
  assert.deepEqual(room.entries[0].reactions, [{ emoji: '👍', count: 1, by: ['bo'] }]);
});

test('what comes about a message while its page is under way is not lost', () => {
  socket().greet({ from: 'e1:5' });
  live(about('delete', 6, 'm2'), about('edit', 7, 'm1', { text: 'uno' }));
  history([message(1, 'one'), message(2, 'two')]);
  assert.deepEqual(texts(), ['uno', '(deleted)']);
});

test('a page knows better than an older copy and not better than a newer one', () => {
  socket().greet();
  live(message(1, 'one'), about('edit', 2, 'm1', { text: 'two' }));
  history([message(1, 'one')]);
  assert.deepEqual(texts(), ['two']);
  live(message(3, 'more'));
  room.loadOlder();
  room.more = true;
  room.loadOlder();
  history([message(1, 'four', { edited: 1, rev: 4 })]);
  assert.deepEqual(texts(), ['four', 'more']);
});

test('a page that shows less than it covers is gone on from where it begins', () => {
  socket().greet({ from: 'e1:900' });
  history([], true, { from: 'e1:400', cursor: 'e1:900' });
  room.loadOlder();
  assert.equal(socket().last('history').before, 'e1:401');
});

test('replies are counted at the root', () => {
  socket().greet();
  live(message(1, 'root'), message(2, 'a', { thread: 'm1' }), message(3, 'b', { thread: 'm1', from: { id: 'bo', name: 'Bo' } }));
  assert.deepEqual(room.entries[0].replies, { count: 2, last: 1_000_003, by: ['ana', 'bo'] });
});

test('in another history what was changed above is read again', () => {
  socket().greet();
  live(message(1, 'one'), about('edit', 2, 'm1', { text: 'lost' }));
  history([]);
  comeBack({ from: 'e1:2', head: 'e2:1' });
  live({ type: 'reset', room: 'lobby', reason: 'epoch', cursor: 'e2:1' });
  history([message(1, 'one')]);
  live(about('edit', 2, 'm1', { text: 'new' }));
  assert.deepEqual(texts(), ['new', '(epoch)']);
});

test('what was deleted or edited is not said again as it was when the log loses it', () => {
  socket().greet();
  room.outbox.say('first', 'K1');
  live(message(1, 'first', { from: me, key: 'K1' }));
  socket().answer('say', { type: 'ack', room: 'lobby', seq: 1, mid: 'm1' });
  room.outbox.say('second', 'K2');
  live(message(2, 'second', { from: me, key: 'K2' }));
  socket().answer('say', { type: 'ack', room: 'lobby', seq: 2, mid: 'm2' });
  live(about('delete', 3, 'm1', { by: me }), about('edit', 4, 'm2', { by: me, text: 'better' }));
  live({ type: 'reset', room: 'lobby', reason: 'epoch', cursor: 'e2:0' });
  assert.deepEqual(room.outbox.says.map(({ text }) => text), ['better']);
});

test('a reaction is asked for as the whole set, and a second one does not undo the first', () => {
  socket().greet();
  live(message(1, 'one'));
  room.react(room.entries[0], '👍', fine);
  room.react(room.entries[0], '❤️', fine);
  assert.deepEqual(socket().all('react').map(({ set }) => set), [['👍'], ['👍', '❤️']]);
  live(react(2, 'm1', ['👍', '❤️']));
  room.react(room.entries[0], '👍', fine);
  assert.deepEqual(socket().last('react').set, ['❤️']);
  assert.equal(socket().last('react').mid, 'm1');
});

test('a reaction that was refused is not thought to be there', () => {
  socket().greet();
  live(message(1, 'one'));
  const codes = [];
  room.react(room.entries[0], '👍', code => codes.push(code));
  socket().answer('react', { type: 'error', code: 132, name: 'too_many_reactions', message: '', retryable: false });
  assert.deepEqual(codes, [132]);
  assert.deepEqual(room.reactionsOf(room.entries[0]), []);
});

test('who asked for a change hears that the connection went', () => {
  socket().greet();
  live(message(1, 'one', { from: me }));
  const codes = [];
  room.amend('edit', room.entries[0], { text: 'uno' }, code => codes.push(code));
  socket().end(1006);
  room.amend('delete', room.entries[0], {}, code => codes.push(code));
  assert.deepEqual(codes, [142, 142]);
});
