-- Whether somebody may say something in a room that has rules. Behind room.lua; the same as Right.java.
--
-- KEYS 8 P  hash: id -> "role muted banned", role 0 to 3, the others ms until when, 0 for not; counts only
--           where there are rules
--      9 S  hash, of this person: at (ms, of its last say in a slow room)
-- ARGV 11 who      id; none when the caller has not asked for whom the room allows what
--      12 rank     by its token: 0 to 3 as role, 4 for an administrator
--      13 read, 14 say   what the nodes' configuration says of the room
--      15 least  rank that it needs

-- Returns why not, as the script answers it; or nil, the ms for which this one then has to wait, and its rank. Not
-- there where nobody is judged: a room without rules pays nothing.
local refusal = ARGV[11] and ARGV[11] ~= '' and function(says)
  local RANKS = {all = 0, members = 1, moderators = 2}
  local rank, read, say, slow, person = tonumber(ARGV[12]), ARGV[13], ARGV[14], 0, nil
  if rules then
    local r, s, seconds = rules:match('^%d+ (%S+) (%S+) (%d+)')
    read, say, slow = r == '-' and read or r, s == '-' and say or s, tonumber(seconds) * 1000
    person = call('HGET', KEYS[8], ARGV[11])
  end
  local role, muted, banned = (person or '0 0 0'):match('(%d+) (%d+) (%d+)')
  rank = math.max(rank, tonumber(role))
  if rank == 4 then return nil, 0, rank end
  if tonumber(banned) > now then return {'DENIED', 'BANNED', banned} end
  if rank < RANKS[read] then return {'DENIED', 'STRANGER', '0'} end
  if tonumber(muted) > now then return {'DENIED', 'MUTED', muted} end
  if rank < RANKS[say] then return {'DENIED', 'LISTENS', '0'} end
  if rank < tonumber(ARGV[15]) then return {'DENIED', 'NO_NOTICE', '0'} end
  if slow == 0 or rank > 1 or not says then return nil, 0, rank end
  local wait = (call('HGET', KEYS[9], 'at') or 0) + slow - now
  if wait > 0 then return {'SLOW', wait} end
  return nil, slow, rank
end

