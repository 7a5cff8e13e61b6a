-- Blocks somebody, or lifts it. KEYS 1 B as in change.lua. ARGV: who, on (1 or 0), most, kept in ms.
-- Returns whether there was a place for it.
local call, B = redis.call, KEYS[1]
if ARGV[2] == '0' then
  call('HDEL', B, ARGV[1])
  return 1
end
if not call('HGET', B, ARGV[1]) and call('HLEN', B) >= tonumber(ARGV[3]) then return 0 end
call('HSET', B, ARGV[1], '')
call('PEXPIRE', B, ARGV[4])
return 1
