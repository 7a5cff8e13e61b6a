import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Memory } from '../../main/resources/META-INF/resources/page/memory.js';

const storage = () => {
  const kept = new Map();
  return { getItem: key => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
};
const tabs = (local = storage()) => () => new Memory(() => local, () => storage());
const ana = { id: 'ana', resume: 'r-ana' };
const other = { id: 'other', resume: 'r-other' };

test('a second tab of the browser is the same member', () => {
  const tab = tabs();
  tab().keepIdentity(ana, undefined);
  assert.equal(tab().resume, 'r-ana');
});

test('two tabs that begin at once do not fight, and the next load makes them one', () => {
  const tab = tabs();
  const [first, second] = [tab(), tab()];
  assert.equal(first.resume ?? second.resume, undefined);
  first.keepIdentity(ana, undefined);
  second.keepIdentity(other, undefined);
  assert.deepEqual([first.resume, second.resume, tab().resume], ['r-ana', 'r-other', 'r-ana']);
});

test('a renewed credential of the same member replaces the shared one', () => {
  const tab = tabs();
  tab().keepIdentity(ana, undefined);
  tab().keepIdentity({ id: 'ana', resume: 'newer' }, 'r-ana');
  assert.equal(tab().resume, 'newer');
});

test('a server that did not honour the shared credential gives the shared one anew', () => {
  const tab = tabs();
  tab().keepIdentity(ana, undefined);
  tab().keepIdentity(other, 'r-ana');
  assert.equal(tab().resume, 'r-other');
});

test('a refused credential is forgotten, unless another tab has a newer one', () => {
  const tab = tabs();
  const first = tab();
  first.keepIdentity(ana, undefined);
  tab().keepIdentity({ id: 'ana', resume: 'newer' }, 'r-ana');
  first.forgetIdentity('r-ana');
  assert.equal(first.resume, 'newer');
  first.forgetIdentity('newer');
  assert.equal(first.resume, undefined);
});

test('without storage it forgets, and works', () => {
  const refused = () => { throw new Error('SecurityError'); };
  const memory = new Memory(refused, refused);
  memory.name = 'Ana';
  memory.keepIdentity(ana, undefined);
  assert.equal(memory.name, '');
  assert.equal(memory.resume, 'r-ana');
});

test('a token is of one tab, and stays over a reload of it', () => {
  const session = storage();
  const tab = () => new Memory(() => storage(), () => session);
  tab().token = 'a.b.c';
  assert.equal(tab().token, 'a.b.c');
  assert.equal(tabs()().token, null);
});

test('without storage a token is kept in the page', () => {
  const memory = new Memory(() => { throw new Error('blocked'); }, () => { throw new Error('blocked'); });
  memory.token = 'a.b.c';
  assert.equal(memory.token, 'a.b.c');
});
