-- Adds to the list of revocations, drops what nobody needs of it, and says where it ends.
--
-- KEYS, all of the house, so that they lie on one node of a Redis Cluster
--   1 H   hash, the head: epoch, replid (the mastership that it was read from last), top (the version of
--         the newest revocation)
--   2 L   stream, id = version-0; field r: one revocation as text
-- ARGV 1 nonce        the name of an epoch that begins now, never given twice
--      2 epoch        in which the versions to be dropped were seen: in another one they are others
--      3 n, n numbers versions to be dropped
--      then           revocations to be added
-- Returns {'OK', epoch, top}; or {'NO', words} when Redis refused the first write: nothing was changed.
local call, H, L = redis.call, KEYS[1], KEYS[2]
local first = 4 + tonumber(ARGV[3]) -- of those to be added
local added = #ARGV - first + 1
local R = call('INFO', 'replication'):match('master_replid:(%x+)') -- another one after each restart and promotion
local epoch, replid, top = unpack(call('HMGET', H, 'epoch', 'replid', 'top'))
local fresh = not epoch
top = tonumber(top or 0)
if replid ~= R then epoch = ARGV[1] end -- it may have lost something: each node looks
if replid ~= R or added > 0 then
  local said = redis.pcall('HSET', H, 'epoch', epoch, 'replid', R, 'top', top + added)
  if type(said) == 'table' and said.err then return {'NO', said.err} end
end
if fresh then call('UNLINK', L) end -- a list without its head: the nodes have what was in it
for i = 4, epoch == ARGV[2] and first - 1 or 0 do call('XDEL', L, ARGV[i] .. '-0') end
for i = first, #ARGV do
  top = top + 1
  call('XADD', L, top .. '-0', 'r', ARGV[i])
end
return {'OK', epoch, top}
