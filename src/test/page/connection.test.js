import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Connection } from '../../main/resources/META-INF/resources/page/chat/connection.js';
import { FakeClock, FakeSocket } from './fakes.js';

let clock, sockets, seen, connection, awake, chance, resume, cursor, token, fresh;

beforeEach(() => {
  clock = new FakeClock();
  sockets = [];
  seen = { states: [], events: [], forgotten: [], ready: 0, lost: 0 };
  awake = true;
  chance = 0.5;
  resume = 'r-me';
  cursor = 'e1:5';
  token = fresh = undefined;
  connection = new Connection({
    openSocket: () => sockets[sockets.push(new FakeSocket()) - 1],
    clock, random: () => chance, awake: () => awake,
    hello: () => ({ ...(token ? { token } : { name: 'Me', resume }), rooms: { lobby: cursor } }),
    renew: async () => { const another = fresh !== undefined && fresh !== token; token = fresh ?? token; return another; },
    on: {
      state: state => seen.states.push(state), welcome: () => {}, joined: () => {}, event: event => seen.events.push(event),
      forget: refused => { seen.forgotten.push(refused); resume = undefined; },
      ready: () => seen.ready++, lost: () => seen.lost++,
    },
  });
  connection.start();
});

const socket = () => sockets.at(-1);
const state = () => seen.states.at(-1).name;
const wait = () => Math.round(seen.states.at(-1).until - clock.now());
/** Until the next attempt, and not so long that it would be given up. */
const comeBack = () => clock.pass(wait());

test('hello comes first and carries the credential and the cursors', () => {
  socket().open();
  assert.deepEqual(socket().sent, [{ type: 'hello', id: 1, name: 'Me', resume: 'r-me', rooms: { lobby: 'e1:5' } }]);
  assert.equal(state(), 'connecting');
});

test('it is online when every room has joined', () => {
  socket().greet();
  assert.equal(state(), 'online');
  assert.equal(seen.ready, 1);
});

test('it comes back after a random wait that doubles up to fifteen seconds', () => {
  chance = 0.999;
  const waits = [];
  for (let i = 0; i < 7; i++) {
    socket().end(1006);
    waits.push(wait());
    comeBack();
  }
  assert.deepEqual(waits, [999, 1998, 3996, 7992, 14985, 14985, 14985]);
  assert.equal(sockets.length, 8);
});

test('the first wait is random between nothing and a second', () => {
  chance = 0;
  socket().end(1012);
  clock.pass(0);
  assert.equal(sockets.length, 2);
});

test('a server that takes it in and throws it out at once is not stormed', () => {
  chance = 0.999;
  for (let i = 0; i < 4; i++) {
    socket().greet();
    socket().end(1006);
    comeBack();
  }
  socket().greet();
  socket().end(1006);
  assert.equal(wait(), 14_985);
});

test('after a steady while the waits begin small again', () => {
  chance = 0.999;
  for (let i = 0; i < 4; i++) { socket().end(1006); comeBack(); }
  socket().greet();
  clock.pass(6_000);
  socket().end(1006);
  assert.equal(wait(), 999);
});

test('a silent network is noticed without a close', () => {
  const first = socket().greet();
  clock.pass(21_000);
  assert.equal(first.all('ping').length, 1);
  clock.pass(7_000);
  assert.ok(first.closed);
  assert.equal(seen.lost, 1);
  clock.pass(1_000);
  assert.equal(sockets.length, 2);
});

test('an answered ping keeps the link', () => {
  socket().greet();
  for (let i = 0; i < 10; i++) {
    clock.pass(21_000);
    socket().answer('ping', { type: 'pong', time: 1 });
  }
  assert.equal(sockets.length, 1);
  assert.equal(state(), 'online');
});

test('a command that nobody answers is noticed sooner than silence', () => {
  socket().greet();
  connection.ask({ type: 'say', room: 'lobby', text: 'hola' });
  clock.pass(8_000);
  assert.equal(state(), 'waiting');
});

test('an answer may wait behind a long stream', () => {
  socket().greet();
  connection.ask({ type: 'history', room: 'lobby' });
  for (let i = 0; i < 20; i++) {
    clock.pass(1_000);
    socket().receive({ type: 'message', room: 'lobby', seq: i });
  }
  assert.equal(state(), 'online');
});

test('a stream that never answers a command is given up although it is not silent', () => {
  socket().greet();
  connection.ask({ type: 'say', room: 'lobby', text: 'hola' });
  for (let i = 0; i < 40; i++) {
    clock.pass(1_000);
    sockets[0].receive({ type: 'presence', room: 'lobby', count: i });
  }
  assert.ok(sockets[0].closed);
});

test('a connection that never opens is given up', () => {
  clock.pass(9_000);
  assert.ok(sockets[0].closed);
  clock.pass(1_000);
  assert.equal(sockets.length, 2);
});

test('what an abandoned socket still says is not heard', () => {
  const abandoned = socket().greet();
  connection.ask({ type: 'say' });
  clock.pass(9_000);
  abandoned.receive({ type: 'message', room: 'lobby', seq: 6 });
  abandoned.end(1006);
  assert.deepEqual(seen.events, []);
  assert.equal(seen.lost, 1);
});

test('a hidden tab sends nothing of its own', () => {
  const { sent } = socket().greet();
  awake = false;
  const before = sent.length;
  clock.pass(600_000);
  assert.equal(sent.length, before);
});

test('a tab that is looked at again checks at once and gives up soon', () => {
  awake = false;
  const first = socket().greet();
  clock.pass(600_000);
  awake = true;
  connection.wake();
  assert.equal(first.all('ping').length, 1);
  clock.pass(6_000);
  assert.ok(first.closed);
});

test('a machine that slept checks as soon as it wakes', () => {
  const first = socket().greet();
  clock.pass(2_000);
  clock.slept = 3_600_000;
  clock.pass(2_000);
  assert.equal(first.all('ping').length, 1);
});

test('waking up shortens a long wait', () => {
  chance = 0.999;
  for (let i = 0; i < 5; i++) { socket().end(1006); if (i < 4) comeBack(); }
  connection.wake();
  clock.pass(1_000);
  assert.equal(sockets.length, 6);
});

test('goaway opens the new link before the old one closes, and is not seen', () => {
  const old = socket().greet();
  cursor = 'e1:9';
  old.receive({ type: 'goaway', after: 5_000, reason: 'drain' });
  clock.pass(1_000);
  assert.equal(sockets.length, 2);
  assert.ok(!old.closed);
  old.receive({ type: 'message', room: 'lobby', seq: 6 });
  assert.equal(seen.events.length, 1);
  socket().open();
  assert.deepEqual(socket().last('hello').rooms, { lobby: 'e1:9' });
  assert.ok(!old.closed);
  socket().greet();
  assert.ok(old.closed);
  assert.deepEqual([seen.ready, seen.lost], [2, 0]);
  assert.ok(seen.states.slice(1).every(({ name }) => name === 'online'));
});

test('goaway stays within its time', () => {
  chance = 0.999;
  socket().greet();
  socket().receive({ type: 'goaway', after: 200, reason: 'drain' });
  clock.pass(100);
  assert.equal(sockets.length, 2);
});

test('when the new link fails the old one goes on, and it is tried again', () => {
  const old = socket().greet();
  old.receive({ type: 'goaway', after: 5_000, reason: 'drain' });
  clock.pass(1_000);
  sockets[1].end(1006);
  assert.equal(state(), 'online');
  clock.pass(2_000);
  sockets[2].greet();
  assert.ok(old.closed);
});

test('a goaway before all rooms have joined is heeded afterwards', () => {
  const first = socket();
  first.open();
  first.receive({ type: 'goaway', after: 2_000, reason: 'drain' });
  first.greet();
  clock.pass(1_000);
  assert.equal(sockets.length, 2);
});

test('a goaway that comes at once, before the welcome, leaves time to use the link', () => {
  const first = socket();
  first.open();
  first.receive({ type: 'goaway', after: 600, reason: 'restart' });
  clock.pass(100);
  first.greet();
  assert.equal(seen.ready, 1);
  assert.ok(!first.closed);
  clock.pass(100);
  assert.equal(sockets.length, 1);
  clock.pass(200);
  assert.equal(sockets.length, 2);
  socket().greet();
  assert.ok(first.closed);
  assert.equal(seen.lost, 0);
});

test('who is sent away again and again by the node that is to be left does not storm it', () => {
  chance = 0.999;
  const sentOn = () => socket().receive({ type: 'goaway', after: 600, reason: 'restart' });
  socket().greet();
  clock.pass(6_000);
  sentOn();
  const waits = [];
  for (let i = 0; i < 7; i++) {
    const before = sockets.length;
    let wait = 0;
    for (; sockets.length === before; wait += 100) clock.pass(100);
    waits.push(wait);
    socket().greet();
    sentOn();
  }
  assert.deepEqual(waits, [300, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  assert.equal(seen.lost, 0);
});

test('a second goaway changes nothing', () => {
  const old = socket().greet();
  old.receive({ type: 'goaway', after: 2_000, reason: 'restart' }, { type: 'goaway', after: 900, reason: 'restart' });
  clock.pass(500);
  old.receive({ type: 'goaway', after: 500, reason: 'restart' });
  clock.pass(5_000);
  assert.equal(sockets.length, 2);
});

test('when the old link is closed before the new one is ready, the new one takes over', () => {
  const old = socket().greet();
  old.receive({ type: 'goaway', after: 1_000, reason: 'restart' });
  clock.pass(500);
  old.end(1012);
  assert.equal(seen.lost, 1);
  assert.equal(state(), 'connecting');
  socket().greet();
  assert.equal(state(), 'online');
  clock.pass(15_000);
  assert.equal(sockets.length, 2);
});

test('when no new link is to be had in time it comes back with the usual waits', () => {
  const old = socket().greet();
  clock.pass(6_000);
  old.receive({ type: 'goaway', after: 1_000, reason: 'restart' });
  clock.pass(500);
  socket().end(1006);
  clock.pass(100);
  old.end(1012);
  assert.equal(state(), 'waiting');
  clock.pass(500);
  socket().greet();
  assert.equal(state(), 'online');
});

test('it says why it waits: the log is away', () => {
  socket().greet();
  socket().end(4003, 'the message log is away for too long');
  assert.equal(seen.states.at(-1).because, 4003);
  comeBack();
  assert.deepEqual(seen.states.at(-1), { name: 'connecting', because: 4003 });
  socket().open();
  socket().receive({ type: 'error', re: 1, code: 140, name: 'unavailable', retryable: true });
  assert.equal(seen.states.at(-1).because, 140);
  comeBack();
  socket().greet();
  socket().end(1006);
  assert.equal(seen.states.at(-1).because, 1006);
});

for (const code of [4500, 4501, 4502, 4503, 4999]) {
  test(`after close ${code} it does not come back by itself`, () => {
    socket().greet();
    socket().end(code, 'why');
    clock.pass(600_000);
    assert.equal(sockets.length, 1);
    assert.deepEqual(seen.states.at(-1), { name: 'stopped', code, reason: 'why' });
    connection.wake();
    clock.pass(600_000);
    assert.equal(sockets.length, 1);
    connection.start();
    assert.equal(sockets.length, 2);
  });
}

for (const code of [1001, 1006, 1012, 4000, 4001, 4002, 4003, 4499]) {
  test(`after close ${code} it comes back`, () => {
    socket().greet();
    socket().end(code);
    clock.pass(1_000);
    assert.equal(sockets.length, 2);
  });
}

test('a credential that is refused is forgotten and the guest begins anew', () => {
  socket().open();
  socket().answer('hello', { type: 'error', code: 111, name: 'token_invalid', retryable: false });
  assert.deepEqual(seen.forgotten, ['r-me']);
  assert.equal(socket().last('hello').resume, undefined);
  socket().greet();
  assert.equal(state(), 'online');
});

test('a room that refuses stops with the reason', () => {
  socket().open();
  socket().receive({ type: 'error', re: 1, code: 113, name: 'forbidden', retryable: false });
  assert.equal(seen.states.at(-1).error.code, 113);
  clock.pass(600_000);
  assert.equal(sockets.length, 1);
});

test('a room that cannot be joined just now is tried again', () => {
  socket().open();
  socket().receive({ type: 'error', re: 1, code: 140, name: 'unavailable', retryable: true });
  clock.pass(1_000);
  assert.equal(sockets.length, 2);
});

test('who leaves is told nothing any more', () => {
  const left = socket().greet();
  const told = seen.states.length;
  connection.leave();
  left.end(1000);
  clock.pass(600_000);
  assert.ok(left.closed);
  assert.equal(seen.states.length, told);
  assert.equal(sockets.length, 1);
});

/** What waits for a promise has had its turn. */
const settle = () => new Promise(resolve => { setImmediate(resolve); });

test('a token takes the place of a name', () => {
  token = 'first';
  socket().open();
  assert.deepEqual(socket().sent, [{ type: 'hello', id: 1, token: 'first', rooms: { lobby: 'e1:5' } }]);
});

test('a fresh token is sent on the open connection when the server asks for it', async () => {
  token = 'first';
  socket().greet();
  fresh = 'second';
  socket().receive({ type: 'renew', by: 1_000_000 });
  await settle();
  const { id } = socket().last('hello');
  assert.deepEqual(socket().last('hello'), { type: 'hello', id, token: 'second' });
  socket().receive({ type: 'welcome', id, you: { id: 'me', name: 'Me' } });
  assert.equal(state(), 'online');
  assert.equal(sockets.length, 1);
});

test('without a fresh token nothing is sent, and the end is told with its code', async () => {
  token = 'first';
  socket().greet();
  socket().receive({ type: 'renew', by: 1_000_000 });
  await settle();
  assert.equal(socket().all('hello').length, 1);
  socket().end(4004);
  await settle();
  assert.deepEqual({ name: state(), code: seen.states.at(-1).code }, { name: 'stopped', code: 4004 });
  clock.pass(60_000);
  assert.equal(sockets.length, 1);
});

test('with a fresh token it comes back after the end', async () => {
  token = 'first';
  socket().greet();
  fresh = 'second';
  socket().end(4004);
  await settle();
  assert.equal(state(), 'waiting');
  comeBack();
  socket().open();
  assert.equal(socket().last('hello').token, 'second');
});

for (const code of [111, 112]) {
  test(`a token refused by ${code} is asked for again, and without another one it stops`, async () => {
    token = 'first';
    socket().open();
    socket().answer('hello', { type: 'error', code, field: 'token', retryable: false });
    await settle();
    assert.equal(state(), 'stopped');
    assert.equal(seen.states.at(-1).error.code, code);
  });

  test(`a token refused by ${code} gives way to a fresh one, not faster than any other attempt`, async () => {
    chance = 0.999;
    token = 'first';
    for (const [another, least] of [['second', 900], ['third', 1_900], ['fourth', 3_900]]) {
      fresh = another;
      socket().open();
      socket().answer('hello', { type: 'error', code, field: 'token', retryable: false });
      await settle();
      assert.ok(wait() > least);
      comeBack();
    }
    socket().open();
    assert.equal(socket().last('hello').token, 'fourth');
  });
}

test('who leaves while a token is asked for is not brought back', async () => {
  token = 'first';
  socket().greet();
  fresh = 'second';
  socket().end(4004);
  connection.leave();
  await settle();
  clock.pass(60_000);
  assert.equal(sockets.length, 1);
});

test('a token refused on the way to another node leaves the old connection alone', async () => {
  token = 'first';
  const old = socket().greet();
  old.receive({ type: 'goaway', after: 1_000 });
  clock.pass(1_000);
  socket().open();
  socket().answer('hello', { type: 'error', code: 112, field: 'token', retryable: false });
  await settle();
  assert.equal(state(), 'online');
  assert.equal(old.closed, false);
});
