import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tokens, readFragment, whoIn } from '../../main/resources/META-INF/resources/page/chat/tokens.js';

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
  await here.offered('old', true);
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

test('what is forgotten is not used again', async () => {
  const here = tokens({});
  await here.offered('a.b.c', true);
  here.forget();
  assert.equal(here.current, undefined);
});

const jwt = claims => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sign`;

test('a link changes who is here only when that is what the person wants', async () => {
  const here = tokens({});
  const asked = [];
  const answering = answer => async who => { asked.push(who); return answer; };
  assert.equal(await here.offered(jwt({ sub: 'ana' }), true, answering(false)), true);
  assert.deepEqual(asked, []);
  assert.equal(await here.offered(jwt({ sub: 'eve', name: 'Ana' }), false, answering(false)), false);
  assert.deepEqual(asked, ['Ana (eve)']);
  assert.equal(here.current, jwt({ sub: 'ana' }));
  assert.equal(await here.offered(jwt({ sub: 'eve' }), false, answering(true)), true);
  assert.equal(here.current, jwt({ sub: 'eve' }));
});

test('the token that is in use is not asked about', async () => {
  const here = tokens({});
  await here.offered('a.b.c', true);
  assert.equal(await here.offered('a.b.c', false, () => assert.fail('asked')), false);
});

test('whom a token names is read as far as it can be', () => {
  assert.equal(whoIn(jwt({ sub: 'luis', name: 'Luis Pérez ñ' })), 'Luis Pérez ñ (luis)');
  assert.equal(whoIn(jwt({ sub: 'luis' })), 'luis');
  assert.equal(whoIn(jwt({ name: 'a\u202eb\n', sub: 7 })), 'ab');
  assert.equal(whoIn(jwt({ name: 'x'.repeat(100) })).length, 64);
  for (const none of ['', 'a', 'a.b.c', 'a.%.c', jwt(null), jwt('text')]) assert.equal(whoIn(none), '');
});
