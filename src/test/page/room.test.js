import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Connection } from '../../main/resources/META-INF/resources/page/chat/connection.js';
import { Room } from '../../main/resources/META-INF/resources/page/chat/room.js';
import { FakeClock, FakeSocket, message } from './fakes.js';

let clock, sockets, room, arrived;

/** The room on its real connection; only sockets and time are the test's. */
beforeEach(() => {
  clock = new FakeClock();
  sockets = [];
  arrived = [];
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
    changed: () => {}, arrived: (entry, live) => arrived.push([entry.text, live]),
  } });
  connection.start();
});

const socket = () => sockets.at(-1);
const texts = () => room.entries.map(({ text, notice }) => text ?? `(${notice})`);
const live = (...events) => socket().receive(...events);
const history = (entries, more = false) => socket().answer('history', { type: 'history', room: 'lobby', entries, more });
const comeBack = greeting => { socket().end(1006); clock.pass(1_000); return socket().greet(greeting); };
const reset = (reason, cursor, more) => live({ type: 'reset', room: 'lobby', reason, cursor, ...more });

test('the first time it joins live and asks for the newest page', () => {
  socket().greet({ from: 'e1:7' });
  assert.deepEqual(socket().last('hello').rooms, { lobby: null });
  assert.deepEqual(socket().last('history'), { type: 'history', room: 'lobby', limit: 50, id: 2 });
  history([message(6, 'six'), message(7, 'seven')], true);
  assert.deepEqual(texts(), ['six', 'seven']);
});

test('older pages are asked for below the oldest number that is held', () => {
  socket().greet({ from: 'e1:7' });
  history([{ type: 'epoch', room: 'lobby', seq: 5, epoch: 'e1', after: 'e0:4' }, message(6, 'six'), message(7, 'seven')], true);
  room.loadOlder();
  assert.equal(socket().last('history').before, 'e1:5');
  history([message(3, 'three'), message(4, 'four')]);
  assert.deepEqual(texts(), ['three', 'four', 'six', 'seven']);
  room.loadOlder();
  assert.equal(socket().all('history').length, 2);
});

test('what comes live while the first page is under way is shown once and in order', () => {
  socket().greet({ from: 'e1:2' });
  live(message(3, 'three'), message(4, 'four'));
  history([message(2, 'two'), message(3, 'three'), message(4, 'four')]);
  live(message(5, 'five'));
  assert.deepEqual(texts(), ['two', 'three', 'four', 'five']);
});

test('it resumes from the last number it had, also of a type it does not know', () => {
  socket().greet();
  live(message(1, 'one'), { type: 'edited', room: 'lobby', seq: 2, mid: 'm1' });
  comeBack();
  assert.deepEqual(socket().last('hello').rooms, { lobby: 'e1:2' });
});

test('an epoch entry changes the epoch of the cursor', () => {
  socket().greet();
  live(message(1, 'one'), { type: 'epoch', room: 'lobby', seq: 2, epoch: 'e2', after: 'e1:1' });
  assert.deepEqual(room.cursors, { lobby: 'e2:2' });
});

test('joined may name the same place in a newer epoch', () => {
  socket().greet();
  live(message(1, 'one'));
  socket().end(1006);
  clock.pass(1_000);
  socket().open();
  live({ type: 'joined', re: 1, room: 'lobby', from: 'e2:1', head: 'e2:1', count: 1 });
  assert.deepEqual(room.cursors, { lobby: 'e2:1' });
});

test('what is had already is not shown again', () => {
  socket().greet();
  live(message(1, 'one'), message(1, 'one'), message(2, 'two'), message(3, 'one', { mid: 'm1' }));
  assert.deepEqual(texts(), ['one', 'two']);
});

test('a repeat does not turn the cursor back', () => {
  socket().greet();
  live(message(1, 'one'), message(2, 'two'), message(3, 'three'), message(2, 'two'), message(4, 'four'));
  assert.deepEqual(texts(), ['one', 'two', 'three', 'four']);
  assert.deepEqual(room.cursors, { lobby: 'e1:4' });
});

test('a page that was under way when the connection went is asked for again', () => {
  socket().greet();
  history([message(0, 'zero')], true);
  room.loadOlder();
  comeBack();
  assert.equal(socket().all('history').length, 0);
  room.loadOlder();
  assert.equal(socket().all('history').length, 1);
});

test('a hole is never passed over: it goes on from the cursor on a new connection', () => {
  socket().greet();
  live(message(1, 'one'), message(3, 'three'));
  assert.deepEqual(texts(), ['one']);
  assert.ok(sockets[0].closed);
  clock.pass(1_000);
  socket().greet();
  assert.deepEqual(socket().last('hello').rooms, { lobby: 'e1:1' });
  live(message(2, 'two'), message(3, 'three'));
  assert.deepEqual(texts(), ['one', 'two', 'three']);
});

test('the overlap of two connections shows everything once', () => {
  const old = socket().greet();
  live(message(1, 'one'), { type: 'goaway', after: 2_000, reason: 'drain' });
  clock.pass(1_000);
  socket().open();
  old.receive(message(2, 'two'), message(3, 'three'));
  socket().greet({ head: 'e1:3' });
  live(message(2, 'two'), message(3, 'three'), message(4, 'four'));
  assert.deepEqual(texts(), ['one', 'two', 'three', 'four']);
});

/** The old connection is told to go and says two more; the new one greets from where it was asked to, with its own stream. */
const overlap = (before, meanwhile, { head }) => {
  const old = socket().greet();
  live(...before, { type: 'goaway', after: 2_000, reason: 'drain' });
  clock.pass(1_000);
  socket().open();
  old.receive(...meanwhile);
  const { id, rooms: { lobby } } = socket().last('hello');
  live({ type: 'welcome', id, you: { id: 'me', name: 'Me' }, resume: 'r', time: 1_000_000, limits: { dedupe: 600_000 } },
    { type: 'joined', re: id, room: 'lobby', from: lobby, head, count: 1 });
  return old;
};

test('in the overlap both tell the same, also over a change of epoch, and nothing flickers', () => {
  const epoch = { type: 'epoch', room: 'lobby', seq: 2, epoch: 'e2', after: 'e1:1' };
  const old = overlap([message(1, 'one')], [epoch, message(3, 'three')], { head: 'e2:3' });
  assert.ok(old.closed);
  for (const again of [epoch, message(3, 'three')]) {
    assert.deepEqual(texts(), ['one', 'three']);
    live(again);
  }
  live(message(4, 'four'));
  assert.deepEqual(texts(), ['one', 'three', 'four']);
  assert.deepEqual(room.cursors, { lobby: 'e2:4' });
  assert.deepEqual(arrived.map(([text]) => text), ['one', 'three', 'four']);
  assert.equal(sockets.length, 2);
});

test('when the new connection knows another history than the old one told, its numbers are not taken for had', () => {
  const me = { from: { id: 'me', name: 'Me' } };
  overlap([message(1, 'one')], [message(2, 'lost'), message(3, 'kept'), message(4, 'mine', { ...me, key: 'K4', at: clock.wall() })],
    { head: 'e2:4' });
  live({ type: 'epoch', room: 'lobby', seq: 2, epoch: 'e2', after: 'e1:1' },
    message(3, 'other', { mid: 'mX' }), message(4, 'kept', { mid: 'm3', was: 'e1:3' }));
  assert.deepEqual(texts(), ['one', '(epoch)', 'other', 'kept']);
  assert.deepEqual([...room.entries[1].missing], ['m2', 'm4']);
  assert.deepEqual(socket().all('say').map(({ key }) => key), ['K4']);
  assert.deepEqual(room.cursors, { lobby: 'e2:4' });
});

test('an older page that the old connection still owed is asked for on the new one', () => {
  const old = socket().greet({ from: 'e1:9' });
  history([message(9, 'nine')], true);
  room.loadOlder();
  old.receive({ type: 'goaway', after: 2_000, reason: 'drain' });
  clock.pass(1_000);
  socket().greet();
  assert.equal(socket().last('history').before, 'e1:9');
  history([message(8, 'eight')]);
  assert.deepEqual(texts(), ['eight', 'nine']);
});

test('what was said and not acked is said again on the new connection before the old one closes', () => {
  const old = socket().greet();
  room.outbox.say('hola');
  old.receive({ type: 'goaway', after: 2_000, reason: 'drain' });
  old.answer('say', { type: 'error', code: 141, name: 'draining', retryable: true });
  clock.pass(1_000);
  const closedAtSay = [];
  const next = socket();
  const send = next.send.bind(next);
  next.send = frame => { if (JSON.parse(frame).type === 'say') closedAtSay.push(old.closed); send(frame); };
  next.greet();
  assert.equal(next.last('say').key, old.last('say').key);
  assert.deepEqual(closedAtSay, [false]);
  assert.ok(old.closed);
});

test('what was missed has arrived, but only what is new is live', () => {
  socket().greet();
  live(message(1, 'one'));
  comeBack({ from: 'e1:1', head: 'e1:2' });
  sockets[1].receive({ type: 'joined', re: 1, room: 'lobby', from: 'e1:1', head: 'e1:2', count: 1 });
  live(message(2, 'two'), message(3, 'three'));
  assert.deepEqual(arrived, [['one', true], ['two', false], ['three', true]]);
});

test('reset epoch drops what is above the cursor and tells how much did not come again', () => {
  socket().greet();
  live(message(1, 'one'), message(2, 'two'), message(3, 'three'), message(4, 'four'));
  reset('epoch', 'e1:1');
  assert.deepEqual(texts(), ['one', '(epoch)']);
  live({ type: 'epoch', room: 'lobby', seq: 2, epoch: 'e2', after: 'e1:1' }, message(3, 'three', { mid: 'm3', was: 'e1:3' }));
  assert.deepEqual(texts(), ['one', '(epoch)', 'three']);
  assert.deepEqual([...room.entries[1].missing], ['m2', 'm4']);
  assert.deepEqual(room.cursors, { lobby: 'e2:3' });
});

test('after reset epoch what I said recently is said again with the same key, once', () => {
  socket().greet();
  const me = { from: { id: 'me', name: 'Me' } };
  live(message(1, 'one'), message(2, 'mine', { ...me, key: 'K2' }), message(3, 'kept', { ...me, key: 'K3' }),
    message(4, 'old', { ...me, key: 'K4', at: 1_000_000 - 600_001 }));
  reset('epoch', 'e1:1');
  live(message(2, 'kept', { ...me, key: 'K3', mid: 'm3' }));
  assert.deepEqual(socket().all('say').map(({ key }) => key), ['K2']);
  socket().answer('say', { type: 'ack', room: 'lobby', seq: 3, mid: 'm2' });
  live(message(3, 'mine', { ...me, key: 'K2', mid: 'm2' }));
  assert.deepEqual(texts(), ['one', '(epoch)', 'kept', 'mine']);
  assert.deepEqual(room.outbox.says, []);
  assert.equal(socket().all('say').length, 1);
});

test('what the servers could not bring back is counted with what this tab saw', () => {
  socket().greet();
  live(message(1, 'one'));
  reset('epoch', 'e1:1', { late: 3 });
  live({ type: 'epoch', room: 'lobby', seq: 2, epoch: 'e2', after: 'e1:1' });
  assert.deepEqual(texts(), ['one', '(epoch)']);
  assert.equal(room.entries[1].late, 3);
});

test('a server that began anew has its own older pages', () => {
  socket().greet({ from: 'e1:700' });
  history([message(700, 'old')], true);
  reset('epoch', 'e2:0');
  room.loadOlder();
  assert.equal(socket().last('history').before, undefined);
});

test('reset trimmed after a long absence marks the gap', () => {
  socket().greet();
  live(message(1, 'one'));
  socket().end(1006);
  clock.pass(1_000);
  socket().open();
  live({ type: 'joined', re: 1, room: 'lobby', from: 'e1:90', head: 'e1:91', count: 1 });
  reset('trimmed', 'e1:90');
  live(message(91, 'late'));
  assert.deepEqual(texts(), ['one', '(trimmed)', 'late']);
  assert.equal(room.entries[1].gap, true);
});

for (const reason of ['behind', 'unknown']) {
  test(`reset ${reason} begins anew with the newest page`, () => {
    socket().greet();
    history([message(0, 'zero')]);
    live(message(1, 'one'));
    socket().end(1006);
    clock.pass(1_000);
    socket().open();
    live({ type: 'joined', re: 1, room: 'lobby', from: 'e1:5000', head: 'e1:5000', count: 1 });
    reset(reason, 'e1:5000');
    assert.equal(socket().last('history').before, undefined);
    history([message(4999, 'almost'), message(5000, 'last')], true);
    assert.deepEqual(texts(), ['almost', 'last', `(${reason})`]);
    room.loadOlder();
    assert.equal(socket().last('history').before, 'e1:4999');
  });
}

test('a page asked for before a reset is not put among what came after it', () => {
  socket().greet();
  history([message(0, 'zero')], true);
  room.loadOlder();
  const stale = socket().last('history').id;
  reset('behind', 'e1:900');
  history([message(900, 'new')], true);
  live({ type: 'history', id: stale, room: 'lobby', entries: [message(-1, 'stale')], more: true });
  assert.deepEqual(texts(), ['new', '(behind)']);
});

test('members come and go, and above two hundred only the count is told', () => {
  socket().greet();
  socket().answer('members', { type: 'members', room: 'lobby', count: 1, members: [{ id: 'me', name: 'Me' }] });
  live({ type: 'presence', room: 'lobby', count: 2, joined: [{ id: 'ana', name: 'Ana' }] });
  assert.deepEqual([...room.members.keys()], ['me', 'ana']);
  live({ type: 'presence', room: 'lobby', count: 1, left: [{ id: 'ana', name: 'Ana' }] });
  assert.deepEqual([...room.members.keys()], ['me']);
  live({ type: 'presence', room: 'lobby', count: 201 });
  assert.deepEqual([room.count, room.members.size], [201, 0]);
});

test('typing fades by itself, ends with the message, and is never mine', () => {
  socket().greet();
  const typing = (id, on) => live({ type: 'typing', room: 'lobby', from: { id, name: id }, on });
  typing('ana', true);
  typing('me', true);
  assert.deepEqual([...room.typing.keys()], ['ana']);
  live(message(1, 'said'));
  assert.equal(room.typing.size, 0);
  typing('ana', true);
  typing('ana', false);
  assert.equal(room.typing.size, 0);
  typing('ana', true);
  clock.pass(7_000);
  assert.equal(room.typing.size, 0);
});

test('a tab that stays open for weeks lets go of the oldest and can load it again', () => {
  socket().greet();
  history([]);
  for (let seq = 1; seq <= 1_501; seq++) live(message(seq, `${seq}`));
  room.trim();
  assert.equal(room.entries.length, 750);
  room.loadOlder();
  assert.equal(socket().last('history').before, 'e1:752');
  history([message(751, '751')], true);
  assert.equal(texts()[0], '751');
});

test('another room is none of its business', () => {
  socket().greet();
  live({ ...message(1, 'elsewhere'), room: 'other' });
  assert.deepEqual(texts(), []);
});
