import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fold, refOf } from '../../main/resources/META-INF/resources/page/chat/fold.js';

/** The table that the server's own fold is held to. */
const CASES = JSON.parse(readFileSync(new URL('../resources/io/tertulia/room/overlay/fold-cases.json', import.meta.url), 'utf8'));

/** What a client shows that takes these entries. */
function shown(entries) {
  const messages = new Map();
  for (const entry of entries) {
    if (entry.type === 'message' && !messages.has(entry.mid)) messages.set(entry.mid, entry);
    const message = messages.get(refOf(entry));
    if (message) messages.set(message.mid, fold(message, entry));
  }
  return [...messages.values()];
}

for (const { name, entries, shown: expected } of CASES) {
  test(name, () => assert.deepEqual(shown(entries), expected));
}

test('nothing that is held is changed: another takes its place', () => {
  const frozen = value => { Object.values(value).filter(one => typeof one === 'object').forEach(frozen); return Object.freeze(value); };
  for (const { entries, shown: expected } of CASES) assert.deepEqual(shown(entries.map(frozen)), expected);
});
