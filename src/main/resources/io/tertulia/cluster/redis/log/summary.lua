-- What a room looks like to somebody who is not in it; changes nothing. Behind room.lua.
--
-- KEYS 3 P        as in rules.lua
--      4 N        sorted set, who was mentioned where: "user seq n", seq in 15 digits, user '*' for all in the room
--      5 O        what lies beside messages, as in overlay.lua
-- ARGV 1 reader   id
--      2 mE, 3 mS, 4 mN   the reader's mark: epoch, seq, and n there; '' and 0 for none
--      5 at       a seq of which n is asked, 0 for none
--      6 authors  how many of who mentioned are to be named, 0 for nobody
-- Returns {}      there is no such room; else
--         {rules, person, title, now, top, forks, others, seq, unread, mentions, at, atN, last, became, author...}
--         rules or '', what is kept of the reader or '', seq = that of the mark as far as it is of this log, else 0;
--         at = 0 when it is above top, atN; last = payload of the newest message, '' for none;
--         became = {} or {mid, what O has of it, payload of its last edit or ''}
if not forks then return {} end
local reader, mE, mS, mN, asked, authors =
  ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local title, n = call('HGET', M, 'title'), top - others

local function payload(seq)
  local entry = call('XRANGE', L, seq .. '-0', seq .. '-0')[1]
  return entry and entry[2][6]
end

-- How many of all entries up to this one were messages. Of an old one, all were.
local function count(json, seq)
  return tonumber(json:match('\n{"type":"%l+","room":"[^"]*","seq":%d+,"at":%d+,"n":(%d+)') or seq)
end

-- The n of a seq; of one that is not kept any more, that of the newest of these, and its seq.
local function messages(seq)
  local found = payload(seq)
  if found then return count(found, seq), seq end
  local first = call('XRANGE', L, seq .. '-0', '+', 'COUNT', 1)[1]
  if not first then return n, top end
  local s = tonumber(first[1]:match('%d+'))
  return count(first[2][6], s) - (first[2][6]:find('\n{"type":"message"', 1, true) and 1 or 0), s - 1
end

local seq, read = 0, 0
local end_of = mE ~= '' and last(mE)
if end_of == 'OLD' then end_of = each_fork(function(_, first) return first - 1 end) end
if type(end_of) == 'number' then
  seq, read = math.min(mS, end_of), mN
  -- Redis lost what was read last: what lies there now is another one's
  if seq < mS then read = seq == 0 and 0 or math.min(mN, (messages(seq))) end
end

local mentions, who = 0, {}
for _, user in ipairs({reader, '*'}) do
  local low, high = ('[%s %015d '):format(user, seq + 1), '[' .. user .. ' ~'
  mentions = mentions + call('ZLEXCOUNT', KEYS[4], low, high)
  if authors > 0 then
    for _, one in ipairs(call('ZREVRANGEBYLEX', KEYS[4], high, low, 'LIMIT', 0, authors)) do
      local found = payload(tonumber(one:match(' (%d+) %d+$')))
      who[#who + 1] = found and found:match('"from":{"id":"([^"]*)"') or nil
    end
  end
end

local at, atN = 0, 0
if asked > 0 and asked <= top then atN, at = messages(asked) end
local newest, oldest = '', math.max(1, top - 49)
for i = top, oldest, -1 do
  local found = payload(i)
  if not found then break end
  if found:find('\n{"type":"message"', 1, true) then newest = found break end
end
local became, mid = {}, newest:match('^%S+ %d+ (%S+)')
local kept = beside and mid and call('HGET', KEYS[5], mid)
if kept then
  local edit = kept:match('^%d+ %d+ (%d+)')
  became = {mid, kept, edit and edit ~= '0' and payload(tonumber(edit)) or ''}
end
local reply = {rules or '', rules and call('HGET', KEYS[3], reader) or '', title or '', tostring(now), top, forks, others, seq,
  n - read, mentions, at, atN, newest, became}
for i = 1, math.min(#who, authors) do reply[#reply + 1] = who[i] end
return reply
