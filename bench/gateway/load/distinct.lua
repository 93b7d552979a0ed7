-- Sends an operation that was never sent before, again and again: `#` in the template becomes a number.
dofile(os.getenv("REPORT_LUA"))

local template, turn

function init(args)
  template, turn = args[1], tonumber(args[2])
end

function request()
  turn = turn + 1
  local body = template:gsub("#", string.format("%d", turn))
  return wrk.format("POST", nil, { ["Content-Type"] = "application/json" }, body)
end
