-- Entries and lineage of one moment; changes nothing. Behind room.lua.
--
-- KEYS 3 O, 4 P      as in overlay.lua and rules.lua; P only with the id of a reader
-- ARGV 1 direction   AFTER or BEFORE the cursor
--      2 cE, 3 cS    string, number: the cursor; '' and 0 for none: the oldest, or the newest
--      4 limit       entries at most
--      5 bytes       of their payloads at most; one comes in any case
--      6 view        STORED as they are; ENTRIES with what became of them; MESSAGES also without edit, delete and
--                    react: then limit counts what is left, and so many and 1000 are looked at
--      7 reader      id of who wants to read, '*' for anybody, none for a node
-- Returns {top, forks, c, floor, from, to, beside, payload...}, from = the seq right before the first entry, to = of
--         the last that was looked at, beside = {mid, what O has of it, payload of its last edit or '', ...}
--         with the id of a reader the same behind what its right is judged by: rules or '', what is kept of it or ''
--         {}   there is no such room
--         {'RULED'}   the room has rules: say who wants to read
local view, reader = ARGV[6], ARGV[7]
if not forks then return {} end
if reader == '*' and rules then return {'RULED'} end
local cE, cS, limit, oldest = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), floor()
local known = cE ~= '' and last(cE)
known = type(known) == 'number' and known
local span = limit > 0 and view == 'MESSAGES' and limit + 1000 or limit
local after, from, to = ARGV[1] == 'AFTER', nil, nil
if after then
  from = math.max(known and math.min(cS, known) or 0, oldest - 1)
  to = math.min(from + span, top)
else
  to = known and cS <= known + 1 and math.max(cS - 1, 0) or top
  from = math.max(math.min(math.max(oldest, to - span + 1) - 1, to), 0)
end

local room, found, became, edits = tonumber(ARGV[5]), {}, {}, {}

-- What became of the messages of a part of the stream, by place: mid, what O has of it, the payload of its last edit.
local function overlays(part)
  local mids, those = {}, {}
  for i = 1, #part do
    local payload, seq = part[i][2][6], nil
    seq, mids[i] = payload:match('^%S+ (%d+) (%S+)')
    if payload:find('\n{"type":"edit"', 1, true) then edits[seq] = payload end
  end
  local kept = call('HMGET', KEYS[3], unpack(mids))
  for i = 1, #mids do
    local edit = kept[i] and kept[i]:match('^%d+ %d+ (%d+)')
    if edit and edit ~= '0' and not edits[edit] then
      local entry = call('XRANGE', L, edit .. '-0', edit .. '-0')[1]
      edits[edit] = entry and entry[2][6]
    end
    those[i] = kept[i] and {mids[i], kept[i], edits[edit] or ''}
  end
  return those
end

-- Whether there was room for one more.
local function add(payload, overlay)
  room = room - #payload - (overlay and #overlay[3] or 0)
  if room < 0 and #found > 0 then return false end
  found[#found + 1] = payload
  for i = 1, overlay and 3 or 0 do became[#became + 1] = overlay[i] end
  return true
end

local function hidden(payload)
  local sort = view == 'MESSAGES' and payload:match('\n{"type":"(%l%l)')
  return sort == 'ed' or sort == 'de' or sort == 're' or sort == 'fi'
end

-- In growing steps, the nearest to the cursor first: what does not fit is hardly read. By XRANGE alone, because
-- the rights of a node's user are a list that people have copied; seqs have no holes.
local low, high, step, looked = from + 1, to, 8, 0
local full = limit == 0
while low <= high and not full do
  local first = after and low or math.max(low, high - step + 1)
  local part = call('XRANGE', L, first .. '-0', math.min(high, first + step - 1) .. '-0')
  if #part == 0 then break end
  local those = beside and view ~= 'STORED' and overlays(part) or {}
  for i = 1, #part do
    local place = after and i or #part + 1 - i
    local payload = part[place][2][6]
    full = #found == limit or not (hidden(payload) or add(payload, those[place]))
    if full then break end
    looked = looked + 1
  end
  full = full or #found == limit
  if after then low = from + 1 + looked else high = to - looked end
  step = math.min(step * 2, 1024)
end
if after then to = from + looked else from = to - looked end
local reply = {top, forks, others, oldest, from, to, became}
if reader and reader ~= '*' then
  reply = {rules or '', rules and call('HGET', KEYS[4], reader) or '', top, forks, others, oldest, from, to, became}
end
local title = #reply
for i = 1, #found do reply[i + title] = found[after and i or #found + 1 - i] end
return reply
