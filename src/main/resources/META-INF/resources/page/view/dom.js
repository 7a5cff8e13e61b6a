/** The few ways this page makes elements. Text only ever becomes text nodes: nothing a person writes is markup. */

export const byId = id => document.getElementById(id);

export function element(tag, { className, ...attributes } = {}, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** One of eight colours that stays with a member, whatever the name. */
export function hueOf({ id }) {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + char.codePointAt(0)) % 9973;
  return `hue-${sum % 8}`;
}

export function avatar(member) {
  const [initial = '?'] = [...(member.name ?? '').trim()];
  return element('span', { className: `avatar ${hueOf(member)}`, 'aria-hidden': 'true' }, initial.toUpperCase());
}

// Bidi controls end an address: they could make it read as another.
const ADDRESS = /https?:\/\/[^\s<>"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/giu;

/** A text as nodes, with http and https addresses as links that give nothing away about this page. */
export function withLinks(text) {
  const nodes = [];
  let done = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = found.replace(/[.,;:!?)\]}'»]+$/, '');
    if (!URL.canParse(address)) continue;
    nodes.push(text.slice(done, index), element('a', { href: address, target: '_blank', rel: 'noopener noreferrer nofollow' }, address));
    done = index + address.length;
  }
  return [...nodes, text.slice(done)];
}
