-- Puts back what the log lost, in the order given. Behind room.lua and fence.lua.
--
-- ARGV 5...   six for each entry, ascending
--   wasE, wasS   string, number: its position
--   wasAt        ms: when it was said
--   mid, head, tail   as in append.lua
-- Returns {'REPAIRED', top, forks, floor, number of entries put back, number lost too long ago}
--         {'NO', words}   Redis refused, nothing has changed
return run(function()
  local no = fence()
  if no then return {'NO', no} end
  if top == 0 and #ARGV == 4 then call('PEXPIRE', M, EMPTY) end -- somebody is still there
  local done, late = 0, 0
  for i = 5, #ARGV, 6 do
    local wasE, wasS, wasAt, mid = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2]), ARGV[i + 3]
    if beyond(wasE, wasS) and not known(mid) then
      -- A copy that another node put back cannot be older than the fork that lost the entry; once the
      -- window has passed since then, it would not be recognised any more.
      local lost = each_fork(function(_, _, time) return time >= wasAt and time end) or at
      if last(wasE) == 'OLD' or at - lost > WINDOW then
        late = late + 1
      else
        no = put(mid, ARGV[i + 4], ARGV[i + 5], wasE .. ':' .. wasS)
        if no then return {'NO', no} end
        done = done + 1
      end
    end
  end
  return {'REPAIRED', top, forks, floor(), done, late}
end)
