import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Room } from '../../main/resources/META-INF/resources/page/chat/room.js';
import { FakeClock, message } from './fakes.js';

let clock, room, asked, online;

beforeEach(() => {
  clock = new FakeClock();
  asked = [];
  online = true;
  const connection = { reopen: () => {}, ask: (command, answer) => {
    if (online && command.type === 'say') asked.push({ ...command, answer });
    return online;
  } };
  room = new Room('lobby', { clock, connection, random: () => 0.5, on: { changed: () => {}, arrived: () => {} } });
  room.welcome({ you: { id: 'me', name: 'Me' }, time: 1_000_000 });
  room.joined({ from: 'e1:0', head: 'e1:0', count: 1 });
  room.ready();
});

const me = { from: { id: 'me', name: 'Me' } };
const states = () => room.outbox.says.map(({ text, state }) => `${text} ${state}`);
const error = (code, retryable, more) => ({ type: 'error', code, retryable, ...more });
const ack = (seq, mid) => ({ type: 'ack', room: 'lobby', seq, mid });

test('a say is waiting, sent, acknowledged, and then shown by the road everybody hears it', () => {
  online = false;
  room.outbox.say('hola');
  assert.deepEqual(states(), ['hola waiting']);
  online = true;
  room.ready();
  assert.deepEqual(states(), ['hola sent']);
  asked[0].answer(ack(1, 'm1'));
  assert.deepEqual(states(), ['hola acknowledged']);
  room.receive(message(1, 'hola', { ...me, key: asked[0].key }));
  assert.deepEqual(states(), []);
  assert.equal(room.entries.length, 1);
});

test('the entry may overtake its ack', () => {
  room.outbox.say('hola');
  room.receive(message(1, 'hola', { ...me, key: asked[0].key }));
  asked[0].answer(ack(1, 'm1'));
  assert.deepEqual(states(), []);
  assert.equal(room.entries.length, 1);
});

test('an ack that comes late does not let two be under way', () => {
  room.outbox.say('first');
  room.outbox.say('second');
  room.receive(message(1, 'first', { ...me, key: asked[0].key }));
  room.outbox.say('third');
  asked[0].answer(ack(1, 'm1'));
  assert.deepEqual(states(), ['second sent', 'third waiting']);
});

test('an entry without its key is known by its mid', () => {
  room.outbox.say('hola');
  room.receive(message(1, 'hola', me));
  asked[0].answer(ack(1, 'm1'));
  assert.deepEqual(states(), []);
  room.outbox.say('otra');
  asked[1].answer(ack(2, 'm2'));
  room.receive(message(2, 'otra', me));
  assert.deepEqual(states(), []);
});

test('what was stored below the cursor takes its place by the ack alone', () => {
  room.receive(message(1, 'one'));
  room.receive({ type: 'edited', room: 'lobby', seq: 2, mid: 'm1' });
  room.receive(message(3, 'three'));
  room.outbox.say('two');
  asked[0].answer({ ...ack(2, 'm2'), dup: true });
  assert.deepEqual(room.entries.map(({ text }) => text), ['one', 'two', 'three']);
  assert.deepEqual(states(), []);
});

test('one is under way at a time, so that the order stands', () => {
  room.outbox.say('first');
  room.outbox.say('second');
  assert.deepEqual(states(), ['first sent', 'second waiting']);
  asked[0].answer(ack(1, 'm1'));
  assert.deepEqual(asked.map(({ text }) => text), ['first', 'second']);
});

test('after a reconnect the same is said again with the same key', () => {
  room.outbox.say('hola');
  room.lost();
  assert.deepEqual(states(), ['hola waiting']);
  room.ready();
  assert.equal(asked.length, 2);
  assert.equal(asked[1].key, asked[0].key);
});

test('when the new link is ready before the old one closed, the same is said again there', () => {
  room.outbox.say('hola');
  room.ready();
  assert.equal(asked.length, 2);
  assert.equal(asked[1].key, asked[0].key);
});

test('a refusal that may pass is tried again with the same key, not before its time', () => {
  room.outbox.say('first');
  room.outbox.say('second');
  asked[0].answer(error(130, true, { retryAfter: 3_000 }));
  clock.pass(3_000);
  assert.equal(asked.length, 1);
  clock.pass(2_000);
  assert.deepEqual(asked.map(({ text }) => text), ['first', 'first']);
  assert.equal(asked[1].key, asked[0].key);
});

test('a new connection does not wait for what the old one asked for', () => {
  room.outbox.say('hola');
  asked[0].answer(error(130, true, { retryAfter: 60_000 }));
  room.ready();
  assert.equal(asked.length, 2);
});

test('what was acknowledged and not yet shown is said again after reset epoch', () => {
  room.outbox.say('hola');
  asked[0].answer(ack(1, 'm1'));
  room.receive({ type: 'reset', room: 'lobby', reason: 'epoch', cursor: 'e2:0' });
  assert.equal(asked.length, 2);
  assert.equal(asked[1].key, asked[0].key);
});

for (const code of [130, 131, 140, 142]) {
  test(`refused with ${code} it waits for as long as it takes, and says so`, () => {
    room.outbox.say('hola');
    assert.equal(room.outbox.trouble, undefined);
    for (let i = 0; i < 40; i++) {
      asked.at(-1).answer(error(code, true));
      assert.deepEqual(states(), ['hola waiting']);
      assert.equal(room.outbox.trouble, code);
      clock.pass(20_000);
      assert.equal(room.outbox.trouble, code, 'also while it is tried again');
    }
    assert.equal(new Set(asked.map(({ key }) => key)).size, 1);
    asked.at(-1).answer(ack(1, 'm1'));
    assert.deepEqual(states(), ['hola acknowledged']);
    assert.equal(room.outbox.trouble, undefined);
  });
}

test('while the log is away the waits grow to ten seconds, and nothing overtakes what waits', () => {
  room.outbox.say('first');
  room.outbox.say('second');
  const waits = [];
  for (let i = 0; i < 7; i++) {
    const before = clock.now();
    asked.at(-1).answer(error(140, true));
    while (asked.length === i + 1) clock.pass(250);
    waits.push(clock.now() - before);
  }
  assert.deepEqual(waits, [750, 1_500, 3_000, 6_000, 7_500, 7_500, 7_500]);
  assert.ok(asked.every(({ text }) => text === 'first'));
  asked.at(-1).answer(ack(1, 'm1'));
  assert.equal(asked.at(-1).text, 'second');
});

test('a new connection does not forget that the log is away', () => {
  room.outbox.say('hola');
  asked[0].answer(error(142, true));
  room.lost();
  room.ready();
  assert.equal(room.outbox.trouble, 142);
});

test('what was acknowledged though it had been refused with 142 is shown once', () => {
  room.outbox.say('hola');
  asked[0].answer(error(142, true));
  room.receive(message(1, 'hola', { ...me, key: asked[0].key }));
  assert.deepEqual(states(), []);
  clock.pass(60_000);
  assert.equal(asked.length, 1);
  assert.equal(room.entries.length, 1);
});

test('after several refusals for a fault of the server the person decides', () => {
  room.outbox.say('hola');
  for (let i = 0; i < 6; i++) { asked.at(-1).answer(error(199, true)); clock.pass(20_000); }
  assert.deepEqual(states(), ['hola failed']);
  assert.equal(asked.length, 6);
  room.outbox.retry(asked[0].key);
  assert.deepEqual(states(), ['hola sent']);
  assert.equal(asked[6].key, asked[0].key);
});

test('a server that drains is no refusal of the message', () => {
  room.outbox.say('hola');
  for (let i = 0; i < 10; i++) { asked.at(-1).answer(error(141, true)); clock.pass(1_000); }
  assert.deepEqual(states(), ['hola sent']);
  assert.equal(room.outbox.trouble, undefined);
});

test('a refusal for good fails alone; the next goes on', () => {
  room.outbox.say('bad');
  room.outbox.say('good');
  asked[0].answer(error(102, false));
  assert.deepEqual(states(), ['bad failed', 'good sent']);
  assert.equal(room.outbox.says[0].error, 102);
  room.outbox.discard(asked[0].key);
  assert.deepEqual(states(), ['good sent']);
});

test('what was said in the last minutes is said again after reset epoch, also when it is not on the screen any more', () => {
  room.receive(message(1, 'one'));
  room.outbox.say('mine');
  asked[0].answer(ack(2, 'm2'));
  room.receive(message(2, 'mine', { ...me, key: asked[0].key, at: clock.wall() }));
  for (let seq = 3; seq <= 1_600; seq++) room.receive(message(seq, `${seq}`));
  room.trim();
  clock.pass(115_000);
  room.receive({ type: 'reset', room: 'lobby', reason: 'epoch', cursor: 'e1:1' });
  assert.deepEqual(asked.map(({ key }) => key), [asked[0].key, asked[0].key]);
  assert.deepEqual(states(), ['mine sent']);
});

test('what stands at or below the cursor of the reset is not said again', () => {
  room.outbox.say('mine');
  asked[0].answer(ack(1, 'm1'));
  room.receive(message(1, 'mine', { ...me, key: asked[0].key, at: clock.wall() }));
  room.receive({ type: 'reset', room: 'lobby', reason: 'epoch', cursor: 'e1:1' });
  assert.equal(asked.length, 1);
});

test('several that were lost are said again in their order, each once', () => {
  room.outbox.say('a');
  asked[0].answer(ack(1, 'm1'));
  room.receive(message(1, 'a', { ...me, key: asked[0].key, at: clock.wall() }));
  room.outbox.say('b');
  asked[1].answer(ack(2, 'm2'));
  room.receive(message(2, 'b', { ...me, key: asked[1].key, at: clock.wall() }));
  room.outbox.say('c');
  for (let i = 0; i < 2; i++) room.receive({ type: 'reset', room: 'lobby', reason: 'epoch', cursor: 'e2:0' });
  assert.deepEqual(states(), ['a waiting', 'b waiting', 'c sent']);
  asked[2].answer(ack(1, 'm3'));
  asked.at(-1).answer(ack(2, 'm1'));
  asked.at(-1).answer(ack(3, 'm2'));
  assert.deepEqual(asked.map(({ text }) => text), ['a', 'b', 'c', 'a', 'b']);
});

test('what the ack places before everything that is loaded leaves no hole above it', () => {
  room.receive({ type: 'reset', room: 'lobby', reason: 'behind', cursor: 'e1:900' });
  room.receive(message(901, 'new'));
  room.outbox.say('mine');
  asked[0].answer({ ...ack(7, 'm7'), dup: true });
  assert.deepEqual(states(), []);
  assert.deepEqual(room.entries.map(({ text }) => text), [undefined, 'new']);
});

test('the person is warned while something may be lost by leaving', () => {
  online = false;
  room.outbox.say('hola');
  assert.ok(room.outbox.unsafe);
  online = true;
  room.ready();
  assert.ok(room.outbox.unsafe);
  asked[0].answer(ack(1, 'm1'));
  assert.ok(!room.outbox.unsafe);
});
