import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tokens, readFragment } from '../../main/resources/META-INF/resources/page/chat/tokens.js';

const tokens = (around, memory = {}) => new Tokens(memory, typeof around === 'function' ? around : () => around);

test('a fragment names a room, a token, or both', () => {
  assert.deepEqual(readFragment('#lobby'), { room: 'lobby', token: undefined });
  assert.deepEqual(readFragment('#token=a.b.c'), { room: '', token: 'a.b.c' });
  assert.deepEqual(readFragment('#lobby&token=a.b.c'), { room: 'lobby', token: 'a.b.c' });
  assert.deepEqual(readFragment('#token=a.b.c&lobby'), { room: 'lobby', token: 'a.b.c' });
  assert.deepEqual(readFragment(''), { room: '', token: undefined });
});

test('without a token and without a page around nobody is signed in', async () => {
  const alone = tokens({});
  assert.equal(alone.current, undefined);
  assert.equal(await alone.renew(), false);
});

test('the page around gives one, at once or later', async () => {
  for (const tertuliaToken of [() => 'fresh', async () => 'fresh']) {
    const here = tokens({ tertuliaToken });
    assert.equal(await here.renew(), true);
    assert.equal(here.current, 'fresh');
  }
});

test('the same one again is none', async () => {
  const here = tokens({ tertuliaToken: () => 'old' });
  here.take('old');
  assert.equal(await here.renew(), false);
  assert.equal(here.current, 'old');
});

test('a page of another origin, one that fails and one that gives something else are asked in vain', async () => {
  const foreign = () => ({ get tertuliaToken() { throw new Error('SecurityError'); } });
  for (const around of [foreign, { tertuliaToken: async () => { throw new Error('away'); } }, { tertuliaToken: () => 7 },
    { tertuliaToken: () => '' }, { tertuliaToken: 'no function' }]) {
    const here = tokens(around);
    assert.equal(await here.renew(), false);
    assert.equal(here.current, undefined);
  }
});

test('what is forgotten is not used again', () => {
  const here = tokens({});
  here.take('a.b.c');
  here.forget();
  assert.equal(here.current, undefined);
});
