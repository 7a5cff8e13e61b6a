-- Appends one entry, unless there is a reason not to. Behind room.lua, fence.lua and rules.lua.
--
-- ARGV 5 notAfter   ms of Redis' clock: run later than that, nothing is stored
--      6 mid        what the entry is known by
--      7 head       its JSON up to "seq":N,"at":T
--      8 tail       its JSON from there on
--      9 replyTo    mid of an entry that must be there, '' when it does not matter
--      10 trace     stands in front of the payload on the channel, and is not stored; none or '' when it is not traced
-- Returns {'OK', epoch, seq, at}                 stored
--         {'DUP', "epoch:seq", payload or nil}   stored by an earlier call; no payload: not kept any more
--         {'LATE'}                               too late
--         {'ASK'}                                replyTo is not recognised: look for it in the stream. Said
--                                                before the fence, so nonce was not used
--         {'LOST', top, forks}                   kE:kS is not in this log: repair it first
--         {'RULED'}                              the room has rules: say for whom. Nothing was done
--         {'DENIED', why, until}                 this one may not: BANNED, STRANGER, MUTED, LISTENS
--         {'SLOW', wait}                         this one may after so many ms
--         {'NO', words}                          Redis refused. Only OK has stored the entry
local notAfter, mid, head, tail, replyTo = tonumber(ARGV[5]), ARGV[6], ARGV[7], ARGV[8], ARGV[9]
local trace = ARGV[10] ~= '' and ARGV[10]

local function stored(position)
  local id = position:match('%d+$') .. '-0'
  local entry = call('XRANGE', L, id, id)[1]
  return entry and entry[2][6]
end

return run(function()
  if now > notAfter then return {'LATE'} end
  local denied, slow
  if refusal then denied, slow = refusal() elseif rules then return {'RULED'} end
  if denied then -- but what stands from an earlier call stands, and what was lost may have allowed it
    local lost = kE ~= '' and (not epoch or beyond(kE, kS))
    if not lost and not (epoch and known(mid)) then return denied end
  end
  if replyTo ~= '' and not (epoch and (known(mid) or known(replyTo))) then return {'ASK'} end
  local no = fence()
  if no then return {'NO', no} end
  local dup = known(mid)
  if dup then return {'DUP', dup, stored(dup)} end
  if kE ~= '' and beyond(kE, kS) then return {'LOST', top, forks} end
  no = put(mid, head, tail, nil, trace)
  if no then return {'NO', no} end
  if slow and slow > 0 then
    call('HSET', KEYS[6], 'at', now)
    call('PEXPIRE', KEYS[6], slow)
  end
  return {'OK', epoch, top, at}
end)
