-- A room as Redis has it: what each script begins with, behind a line that gives the limits
--   MAX_LEN    entries kept at most         MAX_AGE  ms that an entry may get old
--   MAX_BYTES  bytes of payload kept        WINDOW   ms for which a mid is recognised, twice that at most
--
-- KEYS, all with the room's name in braces, so that they lie on one node of a Redis Cluster
--   1 M   hash, who the room is: epoch, replid (the mastership that appended last), top (seq of the
--         newest entry), forks ("epoch@first seq@time,...", oldest first, 16 at most), at (ms, of the
--         newest entry), sum (bytes ever stored), dd (0 or 1, which of D0 and D1 is young), ddAt (ms,
--         since when), c (how many of all entries ever were no messages; none for 0), o (1 when something may lie
--         beside the messages, see overlay.lua); and where somebody configured the room: rules ("version read say
--         slow owners people", read and say '-' for what the configuration of the nodes says), title, topic
--   2 L   stream, id = seq-0; fields in this order: at (ms), sum (bytes before it), m (the payload,
--         "epoch SP seq SP mid SP at LF json")
local call, M, L = redis.call, KEYS[1], KEYS[2]
local clock = call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local epoch, replid, top, forks, at, dd, ddAt, sum, rules, others, beside =
  unpack(call('HMGET', M, 'epoch', 'replid', 'top', 'forks', 'at', 'dd', 'ddAt', 'sum', 'rules', 'c', 'o'))
top, at = tonumber(top or 0), math.max(now, tonumber(at or 0)) -- at never goes back within a room
dd, ddAt, sum = tonumber(dd or 0), tonumber(ddAt or 0), tonumber(sum or 0)
others, beside = tonumber(others or 0), beside == '1'

-- Calls f(epoch, first seq, time) from the oldest fork on, until it returns something.
local function each_fork(f)
  for e, first, time in forks:gmatch('(%w+)@(%d+)@(%d+)') do
    local result = f(e, tonumber(first), tonumber(time))
    if result then return result end
  end
end

-- The last seq of an epoch; or 'ALIEN', it never was one of this room; or 'OLD', the list is too short
-- to say.
local function last(e)
  if e == epoch then return top end
  local found, oldest
  return each_fork(function(fork, first)
    oldest = oldest or first
    if found then return first - 1 end
    found = fork == e
  end) or (oldest == 1 and 'ALIEN' or 'OLD')
end

-- The seq of the oldest entry that is young enough, top + 1 for none: seqs have no holes and at never
-- goes back, so halving finds it.
local function floor()
  local function look(id)
    local entry = call('XRANGE', L, id, top .. '-0', 'COUNT', 1)[1]
    if entry then return tonumber(entry[1]:match('%d+')), tonumber(entry[2][2]) end
  end
  local low, time = look('-')
  if not low then return top + 1 end
  if time + MAX_AGE >= now then return low end
  local high = top + 1 -- low is too old, high is not
  while high - low > 1 do
    local middle = math.floor((low + high) / 2)
    local _, t = look(middle .. '-0')
    if t and t + MAX_AGE < now then low = middle else high = middle end
  end
  return high
end

