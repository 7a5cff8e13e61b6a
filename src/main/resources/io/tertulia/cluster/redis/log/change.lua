-- Changes a room's rules or one of its people, and appends the entry that tells of it, if the room is as the
-- caller judged it. Behind room.lua and fence.lua.
--
-- KEYS 8 P          as in rules.lua
-- ARGV 5 notAfter, 6 mid, 7 head, 8 tail   as in append.lua
--      9 version    of the rules that were judged by, 0 for none
--      10 unused    1: and nothing may have been said yet
--      11 rules     from now on
--      12 title, 13 topic   '' stays as it is, else behind one sign
--      14 who, 15 person    what is kept of somebody from now on; '' for nobody
-- Returns {'OK', epoch, seq, at, n}, {'DUP', "epoch:seq"}, {'LATE'}, {'LOST', top, forks, c}, {'NO', words} as
--         append.lua
--         {'OUTDATED'}   somebody changed it meanwhile: look, and judge again
return run(function()
  if now > tonumber(ARGV[5]) then return {'LATE'} end
  local used = top > 0
  local no = fence()
  if no then return {'NO', no} end
  local dup = known(ARGV[6])
  if dup then return {'DUP', dup} end
  if kE ~= '' and beyond(kE, kS) then return {'LOST', top, forks, others} end
  if (rules or '0'):match('^%d+') ~= ARGV[9] or (ARGV[10] == '1' and used) then return {'OUTDATED'} end
  no = put(ARGV[6], ARGV[7], ARGV[8])
  if no then return {'NO', no} end
  if not rules then call('UNLINK', KEYS[8]) end -- of a room of this name that Redis has forgotten
  call('HSET', M, 'rules', ARGV[11])
  if ARGV[12] ~= '' then call('HSET', M, 'title', ARGV[12]:sub(2)) end
  if ARGV[13] ~= '' then call('HSET', M, 'topic', ARGV[13]:sub(2)) end
  if ARGV[14] ~= '' then call('HSET', KEYS[8], ARGV[14], ARGV[15]) end
  call('PEXPIRE', M, KEPT)
  call('PEXPIRE', KEYS[8], KEPT)
  return {'OK', epoch, top, at, top - others}
end)
