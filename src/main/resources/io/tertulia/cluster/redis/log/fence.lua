-- What append.lua and repair.lua share, behind room.lua and overlay.lua: whether the lineage is what it was, and how an
-- entry is put. No write before the checks. The first write is one that Redis refuses when its memory is
-- full, because scripts do not roll back; refused, it comes back as {'NO', words} and not as an error.
-- An error means: outcome unknown.
--
-- KEYS 3 D0, 4 D1   hashes mid -> "epoch:seq", filled in turns
-- ARGV 1 C          the room's channel
--      2 kE, 3 kS   string, number: the highest position that the caller knows of; '' and 0 for none
--      4 nonce      the name of an epoch that begins now, 8 of a-z 0-9, never given twice
local D = {[0] = KEYS[3], KEYS[4]}
local C, kE, kS, nonce = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local info = call('INFO', 'replication') -- a script runs on a replica too, until it writes
local R = info:match('master_replid:(%x+)') -- another one after each restart and promotion

local function known(mid) return call('HGET', D[0], mid) or call('HGET', D[1], mid) end

-- Whether a position is not, and was not, one of this log.
local function beyond(e, seq)
  local l = last(e)
  return type(l) == 'string' or seq > l
end

local EMPTY = 120000
local KEPT = 3153600000000 -- ms, a hundred years: a room that is somebody's does not become everybody's
local written = false
-- Returns Redis' words if it refuses the first write, else nothing.
local function write(...)
  if written then call(...) return end
  local reply = redis.pcall(...)
  if type(reply) == 'table' and reply.err then return reply.err end
  written = true
end

-- Appends, recognises and publishes one entry. Returns like write.
local function put(mid, head, tail, was, trace)
  top = top + 1
  local message = head:sub(1, 18) == '{"type":"message",'
  if not message then others = others + 1 end
  local item = epoch .. ' ' .. top .. ' ' .. mid .. ' ' .. at .. '\n' .. head ..
    '"seq":' .. top .. ',"at":' .. at .. ',"n":' .. top - others .. (was and ',"was":"' .. was .. '"' or '') .. tail
  local keep, going = MAX_LEN, nil
  if beside and top > MAX_LEN then -- with what lies beside them
    going = call('XRANGE', L, '-', top - MAX_LEN .. '-0', 'COUNT', 64)
    if #going == 64 then keep = top - going[64][1]:match('%d+') end -- fewer are kept from now on: bit by bit
  end
  local no = write('XADD', L, 'MAXLEN', '=', keep, top .. '-0', 'at', at, 'sum', sum, 'm', item)
  if no then return no end
  for i = 1, going and #going or 0 do overlay().forget(going[i][2][6]) end
  sum = sum + #item
  local turn = now - ddAt >= WINDOW
  if turn then
    dd, ddAt = 1 - dd, now
    call('UNLINK', D[dd])
  end
  call('HSET', D[dd], mid, epoch .. ':' .. top)
  if message then
    call('HSET', M, 'top', top, 'at', at, 'sum', sum)
  else
    call('HSET', M, 'top', top, 'at', at, 'sum', sum, 'c', others)
  end
  if top % 8 == 0 then -- looking each time costs too much; the newest entry stays
    for _ = 1, 16 do
      local oldest = call('XRANGE', L, '-', '+', 'COUNT', 1)[1]
      local id, fields = oldest[1], oldest[2]
      if id == top .. '-0' or (fields[2] + MAX_AGE >= now and sum - fields[4] <= MAX_BYTES) then break end
      call('XDEL', L, id)
      if beside then overlay().forget(fields[6]) end
    end
  end
  if turn then -- an idle room goes; who it is stays longest
    call('HSET', M, 'dd', dd, 'ddAt', ddAt)
    call('PEXPIRE', M, rules and KEPT or 10 * (MAX_AGE + WINDOW))
    call('PEXPIRE', L, MAX_AGE + 2 * WINDOW)
    call('PEXPIRE', D[dd], 3 * WINDOW)
    if beside then overlay().keep() end
  end
  call('PUBLISH', C, trace and trace .. item or item)
end

-- A lineage from nothing; what other keys hold of an earlier one goes. For EMPTY ms, until something is said:
-- looking into rooms that nobody uses must not fill the memory.
local function begin()
  epoch, replid, top, forks, dd, ddAt, sum, others, beside = nonce, R, 0, nonce .. '@1@' .. at, 0, 0, 0, 0, false
  local no = write('HSET', M, 'epoch', epoch, 'replid', R, 'top', 0, 'forks', forks, 'at', at,
    'dd', 0, 'ddAt', 0, 'sum', 0, 'c', 0, 'o', 0)
  if no then return no end
  call('PEXPIRE', M, rules and KEPT or EMPTY)
  call('UNLINK', L, D[0], D[1], KEYS[5], KEYS[6], KEYS[7])
end

-- Begins an epoch above the top if another mastership appended here, or if entries are missing.
local function fence()
  if not epoch then return begin() end
  if replid == R and not (kE == epoch and kS > top) then return end
  local after = epoch .. ':' .. top
  epoch, replid, forks = nonce, R, forks .. ',' .. nonce .. '@' .. top + 1 .. '@' .. at
  if select(2, forks:gsub(',', '')) > 15 then forks = forks:match(',(.*)') end
  local no = put(nonce .. nonce, '{"type":"epoch","room":"' .. M:match('{(.+)}') .. '",',
    ',"epoch":"' .. nonce .. '","after":"' .. after .. '"}')
  if no then return no end
  call('HSET', M, 'epoch', epoch, 'replid', R, 'forks', forks)
end

-- Runs a script's own part. If M turns out to be behind L, so that no XADD could ever succeed: once
-- more, on a lineage from nothing.
local function run(part)
  if not info:find('role:master', 1, true) then return {'NO', 'READONLY this Redis is not a master'} end
  local reply = part()
  if reply[1] == 'NO' and reply[2]:find('equal or smaller', 1, true) then
    local no = begin()
    reply = no and {'NO', no} or part()
  end
  return reply
end

