import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameOf, newKey, position, roomOf, textOf } from '../../main/resources/META-INF/resources/page/chat/wire.js';
import './fakes.js';
import { explain, wordsFor } from '../../main/resources/META-INF/resources/page/words.js';

test('a cursor is an epoch and a number', () => {
  assert.deepEqual(position('k3x9:120'), { epoch: 'k3x9', seq: 120 });
});

test('a key is a ULID: it sorts by time and is never the same', () => {
  assert.match(newKey(), /^[0-9A-HJKMNP-TV-Z]{26}$/);
  assert.ok(newKey(1_700_000_000_000) < newKey(1_700_000_000_001));
  assert.equal(new Set(Array.from({ length: 1_000 }, () => newKey(1))).size, 1_000);
  assert.equal(newKey(1_469_918_176_385).slice(0, 10), '01ARYZ6S41');
});

test('what a person types becomes a room', () => {
  for (const [typed, room] of [['Café Sur', 'cafe-sur'], ['#lobby', 'lobby'], ['  -x', 'x'], ['ÑANDÚ', 'nandu'], ['日本', ''], ['a'.repeat(70), 'a'.repeat(64)]]) {
    assert.equal(roomOf(typed), room);
  }
});

test('a name cannot break or turn a line', () => {
  assert.equal(nameOf(' A\u202Ena\n\u0007\u2028 '), 'Ana');
});

test('a text keeps its lines and tabs and loses what the server refuses', () => {
  assert.equal(textOf('\n a\tb\r\nc\u0000\u0085\ud800 \n'), ' a\tb\nc\ufffd');
  assert.equal(textOf(' \n '), '');
});

test('it speaks the first language that it knows', () => {
  assert.equal(wordsFor(['es-MX', 'en']).language, 'es');
  assert.equal(wordsFor(['fr', 'en-US']).language, 'en');
  assert.equal(wordsFor(['fr']).language, 'en');
});

test('both languages have the same words and say why for the same codes', () => {
  const shape = words => JSON.stringify(words, (key, value) => typeof value === 'object' ? value : typeof value);
  assert.equal(shape(wordsFor(['es'])), shape(wordsFor(['en'])));
  assert.equal(explain(wordsFor(['en']), 4999), 'Something went wrong (4999).');
});
