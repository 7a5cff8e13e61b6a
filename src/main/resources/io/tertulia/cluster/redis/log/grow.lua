-- What stands of a message that grows, beside the log; the same as Growth.java. Behind room.lua and rules.lua.
--
-- KEYS 10 G  hash mid -> '' of those of the room that have not ended
--      11 H  hash, of this one: who, from (its author's id, and as JSON), at (ms, of its last part); once it is shut
--            also fin, status, tail (what its second entry is to be); once it has ended only over (the mid of that)
--      12 T  string, its text
-- ARGV 1 what, 2 mid, 3 channel, then
--   BEGIN    4 who, 5 from, 6 text, 7 most of them in the room     {'NEW'}, {'KNOWN'}, {'FULL'}
--   APPEND   4 at, 5 text, 6 most bytes of the whole, 7 the event to publish, 11... as in rules.lua
--            {'TAKEN', length}, {'AGAIN', length} it stood there, {'OFFSET', length}, {'TOO_LONG'}, {'DENIED', ...}
--   SEAL     4 who, '' for anybody: then 5 ms must have passed since its last part; 6 fin, 7 status, 8 tail
--            {'CLOSED', fin, status, tail, text}, {'EARLY', ms left}
--   END      4 over     {}
--   FORGET   {}
--   READ     {who, from, text}, {} when it does not grow
-- APPEND and SEAL also {'UNKNOWN'}, {'NOT_YOURS'}, {'OVER', mid of the entry}
local what, mid = ARGV[1], ARGV[2]
local G, H, T = KEYS[10], KEYS[11], KEYS[12]
local who, from, last, fin, status, tail, over =
  unpack(call('HMGET', H, 'who', 'from', 'at', 'fin', 'status', 'tail', 'over'))

if what == 'BEGIN' then
  if who or over then return {'KNOWN'} end
  if call('HLEN', G) >= tonumber(ARGV[7]) then return {'FULL'} end
  call('HSET', H, 'who', ARGV[4], 'from', ARGV[5], 'at', now)
  call('UNLINK', T)
  call('APPEND', T, ARGV[6])
  call('HSET', G, mid, '')
  for _, key in ipairs({H, T, G}) do call('PEXPIRE', key, MAX_AGE + 2 * WINDOW) end
  return {'NEW'}
end

if what == 'READ' then return who and {who, from, call('GETRANGE', T, 0, -1)} or {} end

if what == 'END' or what == 'FORGET' then
  if not who then return {} end
  call('UNLINK', H, T)
  call('HDEL', G, mid)
  if what == 'END' then
    call('HSET', H, 'over', ARGV[4])
    call('PEXPIRE', H, 3 * WINDOW)
  end
  return {}
end

if what == 'APPEND' then
  local denied = refusal()
  if denied and denied[1] == 'DENIED' then return denied end
end

if over then return {'OVER', over} end
if not who then return {'UNKNOWN'} end

if what == 'APPEND' then
  if fin then return {'OVER', fin} end
  if who ~= ARGV[11] then return {'NOT_YOURS'} end
  local place, part, length = tonumber(ARGV[4]), ARGV[5], call('STRLEN', T)
  local to = place + #part
  if place == length then
    if to > tonumber(ARGV[6]) then return {'TOO_LONG'} end
    call('APPEND', T, part) -- the first write: refused when the memory is full
    call('HSET', H, 'at', now)
    call('PUBLISH', ARGV[3], ARGV[7])
    return {'TAKEN', to}
  end
  local there = to <= length and call('GETRANGE', T, place, to - 1) == part
  return {there and 'AGAIN' or 'OFFSET', length}
end

-- SEAL
if ARGV[4] ~= '' and ARGV[4] ~= who then return {'NOT_YOURS'} end
if not fin then
  local left = ARGV[4] == '' and last + ARGV[5] - now or 0
  if left > 0 then return {'EARLY', left} end
  fin, status, tail = ARGV[6], ARGV[7], ARGV[8]
  call('HSET', H, 'fin', fin, 'status', status, 'tail', tail)
end
return {'CLOSED', fin, status, tail, call('GETRANGE', T, 0, -1)}
