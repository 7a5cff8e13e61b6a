-- Entries and lineage of one moment; changes nothing. Behind room.lua.
--
-- ARGV 1 direction   AFTER or BEFORE the cursor
--      2 cE, 3 cS    string, number: the cursor; '' and 0 for none: the oldest, or the newest
--      4 limit       entries at most
-- Returns {top, forks, floor, from, payload...}, from = the seq right before the first entry
--         {}   there is no such room
if not forks then return {} end
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
local reply = {top, forks, oldest, from}
if from < to then
  for _, entry in ipairs(call('XRANGE', L, from + 1 .. '-0', to .. '-0')) do
    reply[#reply + 1] = entry[2][6]
  end
end
return reply
