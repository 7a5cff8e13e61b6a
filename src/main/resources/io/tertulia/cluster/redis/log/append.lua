-- Appends one entry, unless there is a reason not to. Behind room.lua, overlay.lua, fence.lua and rules.lua.
--
-- ARGV 5 notAfter   ms of Redis' clock: run later than that, nothing is stored
--      6 mid        what the entry is known by
--      7 head       its JSON up to "seq":N,"at":T,"n":K
--      8 tail       its JSON from there on
--      9 replyTo    mid of an entry that must be there, '' when it does not matter
--      10 trace     stands in front of the payload on the channel, and is not stored; none or '' when it is not traced
--      11 to 15     as in rules.lua
--      16 ref       mid of a message to which it does something, '' or none for none
--      17 place     the seq of that message, as far as the caller knows; '' when it does not
--      18 mentions  ids of those whom it mentions, * for everybody, parted by spaces; '' or none for nobody
-- Returns {'OK', epoch, seq, at, n, before}   stored; before only with a reaction: what stands at its end
--         {'DUP', "epoch:seq", payload or nil}   stored by an earlier call; no payload: not kept any more
--         {'LATE'}                               too late
--         {'ASK', mid}                           replyTo or ref is not recognised: look for it in the stream. Said
--                                                before the fence, so nonce was not used
--         {'LOST', top, forks, c}                kE:kS is not in this log: repair it first
--         {'RULED'}                              the room has rules: say for whom. Nothing was done
--         {'DENIED', why, until}                 this one may not: a word of Right.Why
--         {'SLOW', wait}                         this one may after so many ms
--         {'MISSING'}, {'GONE'}, {'NESTED'}      ref is no message that is kept; was deleted; is in a thread itself
--         {'FULL'}                               too many kinds of reactions to it
--         {'SAME'}                               it would change nothing
--         {'NO', words}                          Redis refused. Only OK has stored the entry
local notAfter, mid, head, tail, replyTo = tonumber(ARGV[5]), ARGV[6], ARGV[7], ARGV[8], ARGV[9]
local trace, ref = ARGV[10] ~= '' and ARGV[10], ARGV[16] ~= '' and ARGV[16]
local over = ref and overlay()

local function stored(position)
  local id = position:match('%d+$') .. '-0'
  local entry = call('XRANGE', L, id, id)[1]
  return entry and entry[2][6]
end

return run(function()
  if now > notAfter then return {'LATE'} end
  local denied, slow, rank
  if refusal then denied, slow, rank = refusal(head:sub(1, 18) == '{"type":"message",') elseif rules then return {'RULED'} end
  if denied then -- but what stands from an earlier call stands, and what was lost may have allowed it
    local lost = kE ~= '' and (not epoch or beyond(kE, kS))
    if not lost and not (epoch and known(mid)) then return denied end
  end
  if replyTo ~= '' and not (epoch and (known(mid) or known(replyTo))) then return {'ASK', replyTo} end
  if ref and not (epoch and (known(mid) or over.place(ref, known(ref), ARGV[17]))) then return {'ASK', ref} end
  local no = fence()
  if no then return {'NO', no} end
  local dup = known(mid)
  if dup then return {'DUP', dup, stored(dup)} end
  if kE ~= '' and beyond(kE, kS) then return {'LOST', top, forks, others} end
  local seq = ref and over.place(ref, known(ref), ARGV[17])
  local it = ref and over.read(head, tail)
  if it then
    no = seq and over.refusal(it, over.at(seq), rank or 0) or not seq and {'MISSING'}
    if no then return no end
  end
  no = put(mid, head, it and it.tail or tail, nil, trace)
  if no then return {'NO', no} end
  if it then over.apply(it, seq) end
  if ARGV[18] and ARGV[18] ~= '' then (over or overlay()).mention(ARGV[18]) end
  if slow and slow > 0 then
    call('HSET', KEYS[9], 'at', now)
    call('PEXPIRE', KEYS[9], slow)
  end
  return {'OK', epoch, top, at, top - others, it and it.more or nil}
end)
