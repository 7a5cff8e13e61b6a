-- What became of messages, beside them; the same as the package room.overlay. Behind room.lua, shared by what
-- writes. All in one function, which is there where it may be needed and called where it is: who just says something
-- in a room where nothing was changed pays nothing for it.
--
-- KEYS 5 O  hash: mid of a message -> "seq rev edit" and further lines. seq of the message, 0 for not known; rev,
--           the seq of the last entry about it; edit, the seq of the last edit, 0 for none
--             r emoji count id id...    people who reacted so, 10 of them by name, in the order of the first
--             t count last id id...     said in its thread, when last (ms), 5 people by name
--             e seq                     the first edit that came back before it did
--             d fields                  it is not here but was deleted: what its JSON then has for its text
--      6 X  zset, score 0, members "mid user emoji emoji...": who reacted how
--      7 N  zset, score 0, members "user seq n": who is mentioned where, * for everybody; seq has 15 digits
local made
local overlay = (beside or ARGV[16] or #KEYS == 8) and function() -- 8 with repair.lua and change.lua
  if made then return made end
  local over, O, X, N = {}, KEYS[5], KEYS[6], KEYS[7]
  local KINDS = 50 -- of reactions to one message
  made = over

  local function within(list, word)
    for i = 1, #list do if list[i] == word then return true end end
  end

  local function words(json) -- of an array of words without escapes
    local list = {}
    for word in (json or ''):gmatch('"([^"]*)"') do list[#list + 1] = word end
    return list
  end

  -- An entry's JSON up to what it says, which is last; and that, nil for nothing. Inside of a string no quote
  -- stands without a backslash before it.
  function over.parts(json)
    local body
    for _, field in ipairs({',"text":"', ',"data":', ',"bytes":"'}) do
      local place = json:find(field, 1, true)
      if place and (not body or place < body) then body = place end
    end
    if body then return json:sub(1, body - 1), json:sub(body) end
    return json:sub(1, -2)
  end

  -- What is left of JSON; fields tell of the deletion, none for an edit.
  local function silenced(json, fields)
    local start, said = over.parts(json)
    if not said then return json end
    local reply = said:sub(-30):match('^(,"replyTo":"[%w_-]+")}$') or '' -- where it once stood
    return start:gsub(',"mentions":%[[^%]]*%]', '', 1) .. reply .. (fields or '') .. '}'
  end
  over.silenced = silenced

  -- The payload at a seq; nil when it is not kept.
  function over.at(seq)
    local entry = call('XRANGE', L, seq .. '-0', seq .. '-0')[1]
    return entry and entry[2][6]
  end

  local function mid_of(payload) return payload:match('^%S+ %d+ (%S+)') end

  -- The seq of each mid that is kept: for what nothing else knows of.
  local all
  function over.everywhere()
    if all then return all end
    all = {}
    local high = top
    repeat
      local part = call('XRANGE', L, math.max(high - 499, 0) .. '-0', high .. '-0')
      for i = #part, 1, -1 do
        local mid = mid_of(part[i][2][6])
        all[mid] = all[mid] or tonumber(part[i][1]:match('%d+'))
      end
      high = high - 500
    until #part == 0 or high < 1
    return all
  end

  local function open(mid)
    local it = {seq = 0, rev = 0, edit = 0, kinds = {}}
    for line in (beside and call('HGET', O, mid) or ''):gmatch('[^\n]+') do
      local sort, rest = line:match('^(%l) (.*)')
      if sort == 'r' then
        local emoji, count, ids = rest:match('^(%S+) (%d+)(.*)')
        it.kinds[#it.kinds + 1] = {emoji, tonumber(count), ids}
      elseif sort == 't' then
        it.replies = rest
      elseif sort == 'd' then
        it.deleted = rest
      elseif sort == 'e' then
        it.early = rest
      else
        it.seq, it.rev, it.edit = line:match('^(%d+) (%d+) (%d+)')
      end
    end
    return it
  end
  over.open = open

  -- The seq of a message, as far as that is known: by its mark, by what lies beside it, or else.
  function over.place(mid, position, otherwise)
    local seq = position and position:match('%d+$') or open(mid).seq
    return tonumber(seq) > 0 and seq or otherwise ~= '' and otherwise
  end

  local function close(mid, it)
    local lines = {it.seq .. ' ' .. it.rev .. ' ' .. it.edit}
    for _, kind in ipairs(it.kinds) do lines[#lines + 1] = 'r ' .. kind[1] .. ' ' .. kind[2] .. kind[3] end
    if it.replies then lines[#lines + 1] = 't ' .. it.replies end
    if it.early then lines[#lines + 1] = 'e ' .. it.early end
    if it.deleted then lines[#lines + 1] = 'd ' .. it.deleted end
    call('HSET', O, mid, table.concat(lines, '\n'))
    call('PEXPIRE', O, MAX_AGE + 2 * WINDOW)
  end
  over.close = close

  -- With one more name, if there is room for it.
  local function named(ids, who, most)
    local count = 0
    for id in ids:gmatch('%S+') do
      if id == who then return ids end
      count = count + 1
    end
    return count < most and ids .. ' ' .. who or ids
  end

  local function unnamed(ids, who)
    return (ids:gsub(' (%S+)', function(id) return id == who and '' or nil end))
  end

  local function reacted(kinds, who, before, set)
    local after = {}
    for _, kind in ipairs(kinds) do
      local emoji, count, ids = unpack(kind)
      if within(set, emoji) and not within(before, emoji) then
        count, ids = count + 1, named(ids, who, 10)
      elseif within(before, emoji) and not within(set, emoji) then
        count, ids = count - 1, unnamed(ids, who)
      end
      if count > 0 then after[#after + 1] = {emoji, count, ids} end
    end
    for _, emoji in ipairs(set) do
      local there = within(before, emoji)
      for _, kind in ipairs(kinds) do there = there or kind[1] == emoji end
      if not there then after[#after + 1] = {emoji, 1, ' ' .. who} end
    end
    return after
  end

  local function reactions(ref, who, set) return ref .. ' ' .. who .. ' ' .. table.concat(set, ' ') end

  -- What an entry does to an earlier message, nil for nothing.
  function over.read(head, tail)
    local kind = head:match('^{"type":"(%l+)"')
    local start, said = over.parts(tail)
    local ref = start:match(kind == 'message' and ',"thread":"([^"]+)"' or ',"ref":"([^"]+)"')
    if not ref or not within({'message', 'edit', 'finish', 'delete', 'react'}, kind) then return end
    local it = {kind = kind, ref = ref, said = said, tail = tail}
    it.who = start:match(kind == 'message' and ',"from":{"id":"([^"]*)"' or ',"by":{"id":"([^"]*)"')
    if kind == 'react' then
      it.set = words(tail:match(',"set":(%[[^%]]*%])}$'))
      local mine = reactions(ref, it.who, {})
      local found = beside and call('ZRANGEBYLEX', X, '[' .. mine, '(' .. mine:sub(1, -2) .. '!', 'LIMIT', 0, 1)[1]
      it.before = {}
      for emoji in (found or ''):sub(#mine + 1):gmatch('%S+') do it.before[#it.before + 1] = emoji end
      it.more = ',"before":[' .. (#it.before > 0 and '"' .. table.concat(it.before, '","') .. '"' or '') .. ']'
      it.tail = tail:sub(1, -2) .. it.more .. '}'
    end
    return it
  end

  -- Why the message, whose payload is given, is not to be changed so; nil for nothing.
  function over.refusal(it, payload, rank)
    local json = payload and mid_of(payload) == it.ref and payload:match('\n({"type":"message",.*)')
    if not json then return {'MISSING'} end
    local start, said = over.parts(json)
    local stranger = start:match(',"from":{"id":"([^"]*)"') ~= it.who
    if stranger and (it.kind == 'edit' or it.kind == 'finish' or (it.kind == 'delete' and rank < 2)) then return {'DENIED', 'NOT_YOURS', '0'} end
    if not said then return {it.kind == 'delete' and 'SAME' or 'GONE'} end
    if it.kind == 'finish' and tonumber(open(it.ref).edit) > 0 then return {'GONE'} end
    if it.kind == 'message' and start:find(',"thread":"', 1, true) then return {'NESTED'} end
    if it.kind ~= 'react' then return end
    local fewer = true
    for _, emoji in ipairs(it.set) do fewer = fewer and within(it.before, emoji) end
    if fewer and #it.set == #it.before then return {'SAME'} end
    if not fewer and #reacted(open(it.ref).kinds, it.who, it.before, it.set) > KINDS then return {'FULL'} end
  end

  -- Of a lineage that Redis has forgotten something may be left.
  function over.begin()
    if beside then return end
    call('UNLINK', O, X, N)
    call('HSET', M, 'o', 1)
    beside = true
  end

  function over.keep()
    for _, key in ipairs({O, X, N}) do call('PEXPIRE', key, MAX_AGE + 2 * WINDOW) end
  end

  -- The entry at top mentions these, parted by spaces.
  function over.mention(users)
    over.begin()
    for user in users:gmatch('%S+') do
      call('ZADD', N, 0, ('%s %015d %d'):format(user, top, top - others))
    end
    call('PEXPIRE', N, MAX_AGE + 2 * WINDOW)
  end

  -- Whom JSON, up to what it says, mentions.
  function over.mentioned(start)
    local users = words(start:match(',"mentions":(%[[^%]]*%])'))
    if start:find(',"notify":"room"', 1, true) then users[#users + 1] = '*' end
    return users
  end

  -- What lies beside a message goes.
  function over.forget(payload)
    local seq, mid, json = payload:match('^%S+ (%d+) (%S+) %d+\n(.*)')
    if call('HDEL', O, mid) == 1 then call('ZREMRANGEBYLEX', X, '[' .. mid .. ' ', '(' .. mid .. '!') end
    local start = over.parts(json)
    local n = start:match('"at":%d+,"n":(%d+)')
    for _, user in ipairs(n and over.mentioned(start) or {}) do
      call('ZREM', N, ('%s %015d %d'):format(user, seq, n))
    end
  end

  local function nodes()
    local told = call('XINFO', 'STREAM', L)
    for i = 1, #told, 2 do if told[i] == 'radix-tree-keys' then return told[i + 1] end end
  end

  -- Takes the entries from a seq up out of the stream, and so many below it that nothing of the node where it
  -- lies is left: XDEL alone only marks an entry there, and its text would stay in memory and in all files.
  -- Returns them as XRANGE does, and the seq below them.
  local function taken(seq)
    local oldest = tonumber(call('XRANGE', L, '-', '+', 'COUNT', 1)[1][1]:match('%d+'))
    local low = math.max(seq, oldest) -- it may just have been trimmed
    local above, below, ids = call('XRANGE', L, low .. '-0', '+'), {}, {}
    for i = 2, #above do
      ids[#ids + 1] = above[i][1]
      if #ids == 500 or i == #above then
        call('XDEL', L, unpack(ids))
        ids = {}
      end
    end
    local left = nodes()
    call('XDEL', L, low .. '-0')
    while nodes() == left and low > oldest do
      low = low - 1
      below[#below + 1] = call('XRANGE', L, low .. '-0', low .. '-0')[1]
      call('XDEL', L, low .. '-0')
    end
    if low > oldest then -- numbers that were given may be given again; 6.2 knows no more than the first way
      local last = low - 1 .. '-0'
      local said = redis.pcall('XSETID', L, last, 'ENTRIESADDED', low - 1, 'MAXDELETEDID', last)
      if said.err then said = redis.pcall('XSETID', L, last) end
      if said.err then -- all anew
        local rest = call('XRANGE', L, '-', '+')
        for i = #rest, 1, -1 do below[#below + 1] = rest[i] end
        low = oldest
      end
    end
    if low == oldest then call('UNLINK', L) end
    local entries = {}
    for i = #below, 1, -1 do entries[#entries + 1] = below[i] end
    for i = 1, #above do entries[#entries + 1] = above[i] end
    return entries
  end

  -- Nothing of what the message said is left.
  local function silence(ref, seq, fields)
    for _, entry in ipairs(taken(tonumber(open(ref).early or seq))) do
      local id, at, sum, payload = entry[1], entry[2][2], entry[2][4], entry[2][6]
      local title, json = payload:match('^([^\n]*\n)(.*)')
      if mid_of(title) == ref then
        over.forget(payload)
        payload = title .. silenced(json, fields)
      elseif (json:sub(1, 15) == '{"type":"edit",' or json:sub(1, 17) == '{"type":"finish",') and over.parts(json):match(',"ref":"([^"]+)"') == ref then
        payload = title .. silenced(json)
      end
      call('XADD', L, id, 'at', at, 'sum', sum, 'm', payload)
    end
    call('PEXPIRE', L, MAX_AGE + 2 * WINDOW)
  end

  -- The author of a deletion, as JSON.
  local function author(tail)
    local plain = tail:gsub('\\.', '__'):gsub('"[^"]*"', function(word) return word:gsub('[{}]', '_') end)
    local from = plain:find(',"by":{', 1, true) + 6
    return tail:sub(from, plain:find('}', from, true))
  end

  -- After the entry at top was put: its message is at this seq, or nowhere (nil).
  function over.apply(it, seq)
    over.begin()
    if it.kind == 'delete' then
      local fields = ',"deleted":{"at":' .. at .. ',"by":' .. author(it.tail) .. '},"rev":' .. top
      if seq then return silence(it.ref, seq, fields) end
      local early = open(it.ref).early
      if early then silence(it.ref, early, fields) end
      call('ZREMRANGEBYLEX', X, '[' .. it.ref .. ' ', '(' .. it.ref .. '!')
      return close(it.ref, {seq = 0, rev = top, edit = 0, kinds = {}, deleted = fields})
    end
    if seq and not over.at(seq) then return end -- just trimmed
    local now = open(it.ref)
    now.seq, now.rev = seq or now.seq, top
    if it.kind == 'edit' or it.kind == 'finish' then
      now.edit = top
      if not seq then now.early = now.early or top end
    elseif it.kind == 'react' then
      now.kinds = reacted(now.kinds, it.who, it.before, it.set)
      if #it.before > 0 then call('ZREM', X, reactions(it.ref, it.who, it.before)) end
      if #it.set > 0 then call('ZADD', X, 0, reactions(it.ref, it.who, it.set)) end
      call('PEXPIRE', X, MAX_AGE + 2 * WINDOW)
    else
      local count, _, ids = (now.replies or '0 0'):match('^(%d+) (%d+)(.*)')
      now.replies = count + 1 .. ' ' .. at .. named(ids, it.who, 5)
    end
    close(it.ref, now)
  end

  return over
end

