/** The small words of `tertulia.v1`: cursors, keys, and what a name, a room and a text may hold. */

export const SUBPROTOCOL = 'tertulia.v1.json';

/** A cursor `epoch:seq` taken apart. */
export function position(cursor) {
  const colon = cursor.lastIndexOf(':');
  return { epoch: cursor.slice(0, colon), seq: Number(cursor.slice(colon + 1)) };
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID. `crypto.randomUUID` would need a secure context, and a chat on a home network is plain http. */
export function newKey(now = Date.now()) {
  let time = '';
  for (let left = now, i = 0; i < 10; i++, left = Math.floor(left / 32)) time = CROCKFORD[left % 32] + time;
  return time + Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => CROCKFORD[byte % 32]).join('');
}

/** What a person types as a room, made into one: `Café Sur` becomes `cafe-sur`. Empty when nothing is left. */
export function roomOf(typed) {
  return typed.normalize('NFD').toLowerCase().replace(/\s+/g, '-').replace(/[^a-z0-9._-]/g, '')
    .replace(/^[._-]+/, '').slice(0, 64);
}

/** The server refuses control, bidi and line-break characters in names: they can forge somebody else's line. */
export function nameOf(typed) {
  return wellFormed(typed).replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').trim();
}

/** Tab and line feed are the only control characters of a text. */
export function textOf(typed) {
  return wellFormed(typed).replace(/\r\n?/g, '\n').replace(/(?![\t\n])\p{Cc}/gu, '').replace(/^\n+|\s+$/g, '');
}

export function bytesOf(text) {
  return new TextEncoder().encode(text).length;
}

/** A lone surrogate becomes U+FFFD, as every encoder to UTF-8 does it. */
function wellFormed(text) {
  return new TextDecoder().decode(new TextEncoder().encode(text));
}
