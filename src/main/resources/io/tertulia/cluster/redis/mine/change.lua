-- Changes what one person has of one room; the same as MyRoom.java.
--
-- KEYS, all of one person, so that they lie on one node of a Redis Cluster
--   1 R     hash: room -> "followed with level read n got", followed 0 or 1, read and got "epoch:seq", '-' for none
--   2 B     hash: id of somebody who is blocked -> ''
-- ARGV 1 room
--      2 most    rooms that one person may have
--      3 kept    ms for which it is kept after its last use
--      4 what    follow: 5 with ('-' as it is), 6 cursor ('-' for none), 7 n   what counts as read if nothing was yet
--                reach:  5 with                         as follow, unless that one is blocked
--                notify: 5 level
--                read:   5 cursor, 6 n, 7 over ('-')    over: the mark that the caller has compared with
--                got:    5 cursor, 6 over
--                forget
-- Returns {'CHANGED', row}, {'SAME'}, {'OUTDATED'} (the mark is another one), {'FULL'}, {'BLOCKED'}
local call, R, room, what = redis.call, KEYS[1], ARGV[1], ARGV[4]
local old = call('HGET', R, room)
local followed, with, level, read, n, got = (old or '0 - all - 0 -'):match('^(%S+) (%S+) (%S+) (%S+) (%S+) (%S+)$')

-- Why a mark does not go on from one position to another. Of two epochs the caller knows which is further.
local function unless(from, to, over)
  if from == '-' then return end
  local e, s = to:match('^(%w+):(%d+)$')
  local fe, fs = from:match('^(%w+):(%d+)$')
  if e == fe then return tonumber(fs) >= tonumber(s) and 'SAME' end
  return from ~= over and 'OUTDATED'
end

local no
if what == 'forget' then
  return {call('HDEL', R, room) == 1 and 'CHANGED' or 'SAME', ''}
elseif what == 'reach' and call('HGET', KEYS[2], ARGV[5]) then
  return {'BLOCKED'}
elseif what == 'follow' or what == 'reach' then
  followed = '1'
  if ARGV[5] ~= '-' then with = ARGV[5] end
  if read == '-' and what == 'follow' then read, n = ARGV[6], ARGV[7] end
elseif what == 'notify' then
  level = ARGV[5]
elseif what == 'read' then
  no = unless(read, ARGV[5], ARGV[7])
  read, n = ARGV[5], ARGV[6]
elseif what == 'got' then
  no = unless(got, ARGV[5], ARGV[6])
  got = ARGV[5]
end
local row = table.concat({followed, with, level, read, n, got}, ' ')
if no or row == old or (not old and row == '0 - all - 0 -') then return {no or 'SAME'} end
if not old and call('HLEN', R) >= tonumber(ARGV[2]) then return {'FULL'} end
call('HSET', R, room, row)
call('PEXPIRE', R, ARGV[3])
return {'CHANGED', row}
