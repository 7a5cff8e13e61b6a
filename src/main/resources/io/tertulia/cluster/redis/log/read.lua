-- Entries and lineage of one moment; changes nothing. Behind room.lua.
--
-- ARGV 1 direction   AFTER or BEFORE the cursor
--      2 cE, 3 cS    string, number: the cursor; '' and 0 for none: the oldest, or the newest
--      4 limit       entries at most
--      5 bytes       of their payloads at most; one comes in any case
--      6 reader      id of who wants to read, '*' for anybody, none for a node
-- KEYS 3 P           as in rules.lua; only with the id of a reader
-- Returns {top, forks, floor, from, payload...}, from = the seq right before the first entry
--         with the id of a reader the same behind what its right is judged by: rules or '', what is kept of it or ''
--         {}   there is no such room
--         {'RULED'}   the room has rules: say who wants to read
local reader = ARGV[6]
if not forks then return {} end
if reader == '*' and rules then return {'RULED'} end
local cE, cS, limit, oldest = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), floor()
local known = cE ~= '' and last(cE)
known = type(known) == 'number' and known
local from, to
if ARGV[1] == 'AFTER' then
  from = math.max(known and math.min(cS, known) or 0, oldest - 1)
  to = math.min(from + limit, top)
else
  to = known and cS <= known + 1 and cS - 1 or top
  from = math.max(math.min(math.max(oldest, to - limit + 1) - 1, to), 0)
end
-- In growing steps, the nearest to the cursor first: what does not fit is hardly read. By XRANGE alone, because
-- the rights of a node's user are a list that people have copied; seqs have no holes.
local after, room, step, found = ARGV[1] == 'AFTER', tonumber(ARGV[5]), 8, {}
local low, high = from + 1, to
while low <= high and room > 0 do
  local first = after and low or math.max(low, high - step + 1)
  local part = call('XRANGE', L, first .. '-0', math.min(high, first + step - 1) .. '-0')
  if #part == 0 then break end
  for i = 1, #part do
    local payload = part[after and i or #part + 1 - i][2][6]
    room = room - #payload
    if room < 0 and #found > 0 then break end
    found[#found + 1] = payload
  end
  if after then low = from + 1 + #found else high = to - #found end
  step = step * 2
end
if not after and room <= 0 then from = to - #found end
local reply = {top, forks, oldest, from}
if reader and reader ~= '*' then
  reply = {rules or '', rules and call('HGET', KEYS[3], reader) or '', top, forks, oldest, from}
end
local title = #reply
for i = 1, #found do reply[i + title] = found[after and i or #found + 1 - i] end
return reply
