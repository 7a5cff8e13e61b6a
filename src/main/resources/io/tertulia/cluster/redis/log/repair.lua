-- Puts back what the log lost, in the order given, and what that had changed of the room's rules and of messages.
-- Behind room.lua, overlay.lua and fence.lua.
--
-- KEYS 8 P    as in rules.lua
-- ARGV 5...   seven for each entry, ascending
--   wasE, wasS   string, number: its position
--   wasAt        ms: when it was said
--   mid, head, tail   as in append.lua
--   change            '' for none; parted by LF: ROOM, read, say, slow, owner or '', title, topic; or
--                     PERSON, who, role, muted, banned, each '' when that stays
-- Returns {'REPAIRED', top, forks, c, floor, number of entries put back, number lost too long ago}
--         {'NO', words}   Redis refused, nothing has changed
local function person(who, role, muted, banned)
  local version, policy, owners, people = rules:match('^(%d+) (%S+ %S+ %d+) (%d+) (%d+)')
  local before = call('HGET', KEYS[8], who)
  local r, m, b = (before or '0 0 0'):match('(%d+) (%d+) (%d+)')
  role = role ~= '' and role or r
  owners = owners + (role == '3' and 1 or 0) - (r == '3' and 1 or 0)
  people = people + (before and 0 or 1)
  rules = version + 1 .. ' ' .. policy .. ' ' .. owners .. ' ' .. people
  call('HSET', KEYS[8], who, role .. ' ' .. (muted ~= '' and muted or m) .. ' ' .. (banned ~= '' and banned or b))
end

local function change(words)
  local part = {}
  for word in (words .. '\n'):gmatch('(.-)\n') do part[#part + 1] = word end
  if not rules then
    call('UNLINK', KEYS[8])
    rules = '0 - - 0 0 0'
  end
  if part[1] == 'PERSON' then
    person(part[2], part[3], part[4], part[5])
  else
    local version, people = rules:match('^(%d+) %S+ %S+ %d+ (%d+ %d+)')
    rules = version + 1 .. ' ' .. part[2] .. ' ' .. part[3] .. ' ' .. part[4] .. ' ' .. people
    if part[5] ~= '' then person(part[5], '3', '', '') end
    call('HSET', M, 'title', part[6], 'topic', part[7])
  end
  call('HSET', M, 'rules', rules)
  call('PEXPIRE', M, KEPT)
  call('PEXPIRE', KEYS[8], KEPT)
end

local over = overlay()

-- One entry, with what it does to an earlier message. That may have come back without its mark, or not yet.
local function restored(mid, head, tail, was)
  local message = head:sub(1, 18) == '{"type":"message",' and over.open(mid) or {}
  if message.deleted then tail = over.silenced(tail, message.deleted) end
  local it = over.read(head, tail)
  local seq, trimmed, silent
  if it then
    tail = it.tail
    local position = known(it.ref)
    seq = tonumber(position and position:match('%d+$') or over.open(it.ref).seq)
    if seq == 0 and it.kind == 'delete' then seq = over.everywhere()[it.ref] or 0 end
    local payload = seq > 0 and over.at(seq)
    trimmed = seq > 0 and not payload
    seq = payload and seq
    silent = payload and not select(2, over.parts(payload)) or over.open(it.ref).deleted
    if silent and (it.kind == 'edit' or it.kind == 'finish') then tail = over.silenced(tail) end
  end
  local no = put(mid, head, tail, was)
  if no then return no end
  if it and not silent and not trimmed then over.apply(it, seq) end
  local users = head:sub(1, 18) == '{"type":"message",' and over.mentioned((over.parts(tail))) or {}
  if #users > 0 then over.mention(table.concat(users, ' ')) end
  if message.deleted then call('HDEL', KEYS[5], mid) end
end

return run(function()
  local no = fence()
  if no then return {'NO', no} end
  if top == 0 and #ARGV == 4 and not rules then call('PEXPIRE', M, EMPTY) end -- somebody is still there
  local done, late = 0, 0
  for i = 5, #ARGV, 7 do
    local wasE, wasS, wasAt, mid = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2]), ARGV[i + 3]
    if beyond(wasE, wasS) and not known(mid) then
      -- A copy that another node put back cannot be older than the fork that lost the entry; once the
      -- window has passed since then, it would not be recognised any more.
      local lost = each_fork(function(_, _, time) return time >= wasAt and time end) or at
      if last(wasE) == 'OLD' or at - lost > WINDOW then
        late = late + 1
      else
        no = restored(mid, ARGV[i + 4], ARGV[i + 5], wasE .. ':' .. wasS)
        if no then return {'NO', no} end
        if ARGV[i + 6] ~= '' then change(ARGV[i + 6]) end
        done = done + 1
      end
    end
  end
  return {'REPAIRED', top, forks, others, floor(), done, late}
end)
