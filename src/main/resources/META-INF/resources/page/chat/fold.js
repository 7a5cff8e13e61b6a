/**
 * What becomes of a message: the one rule by which an entry about it changes it, the same as the server's. So it does not
 * matter whether the entries came one by one or the message came folded: what is in it already has a number up to `rev`.
 */

const NAMED = 10;
const REPLIERS = 5;
const AMENDING = new Set(['edit', 'delete', 'react']);

/** The mid of the message that an entry is about; undefined when it is about none. */
export function refOf({ type, ref, thread }) {
  if (type === 'message') return thread;
  return AMENDING.has(type) ? ref : undefined;
}

/** The message after an entry about it; the same object when nothing changes. */
export function fold(message, entry) {
  if (message.deleted || entry.seq <= (message.rev ?? 0)) return message;
  switch (entry.type) {
    case 'edit': return { ...edited(message, entry), edited: entry.at, rev: entry.seq };
    case 'delete': return { ...silenced(message), deleted: { at: entry.at, by: entry.by }, rev: entry.seq };
    case 'react': return { ...reacted(message, entry), rev: entry.seq };
    default: return { ...message, replies: replied(message.replies, entry), rev: entry.seq };
  }
}

/** An edit that says nothing any more belongs to a message that was deleted since: its deletion follows. */
function edited(message, { text, data, bytes }) {
  const said = Object.entries({ text, data, bytes }).filter(([, value]) => value !== undefined);
  if (said.length === 0) return message;
  const { text: _text, data: _data, bytes: _bytes, ...rest } = message;
  return { ...rest, ...Object.fromEntries(said) };
}

function silenced({ text, data, bytes, mentions, edited, reactions, replies, ...rest }) {
  return rest;
}

function reacted({ reactions: old = [], ...rest }, { by, set, before = [] }) {
  const taken = emoji => before.includes(emoji) && !set.includes(emoji);
  const reactions = old.map(one => taken(one.emoji) ? without(one, by.id) : one).filter(({ count }) => count > 0);
  for (const emoji of set.filter(emoji => !before.includes(emoji))) {
    const at = reactions.findIndex(one => one.emoji === emoji);
    if (at < 0) reactions.push({ emoji, count: 1, by: [by.id] });
    else reactions[at] = { ...reactions[at], count: reactions[at].count + 1, by: named(reactions[at].by, by.id, NAMED) };
  }
  return reactions.length > 0 ? { ...rest, reactions } : rest;
}

function without(reaction, id) {
  return { ...reaction, count: reaction.count - 1, by: reaction.by.filter(one => one !== id) };
}

function replied({ count = 0, by = [] } = {}, { at, from }) {
  return { count: count + 1, last: at, by: named(by, from.id, REPLIERS) };
}

function named(by, id, most) {
  return by.length >= most || by.includes(id) ? by : [...by, id];
}
