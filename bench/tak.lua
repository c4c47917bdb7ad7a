-- The twin of tak.scm.
local function tak(x, y, z)
  if not (y < x) then return z end
  return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y))
end
local result
for _ = 1, 12000 do result = tak(18, 12, 6) end
print(result)
