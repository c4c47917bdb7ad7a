// caar to cddddr.  Each body walks its own path; cadr and cddr, which have opcodes, are in fast.h.
#include "gen/primitive_bodies.h"
#include "gen/primitives.h"
#include "object/errors.h"
#include "object/layouts.h"

namespace tiercel {

namespace {

// Follows `path` ("ad" for cadr) from its last letter to its first.
Value follow(Context* ctx, core::Prim prim, std::string_view path, Value pair) {
  Value at = pair;
  for (size_t i = path.size(); i-- > 0;) {
    if (!is_pair(at)) return raise_type_error(ctx, prim, 0, pair);
    at = path[i] == 'a' ? as_pair(at)->car : as_pair(at)->cdr;
  }
  return at;
}

}  // namespace

#define TC_COMPOSITION(path) \
  Value prim_c##path##r(Context* ctx, Value pair) { return follow(ctx, core::Prim::c##path##r, #path, pair); }

TC_COMPOSITION(aa)
TC_COMPOSITION(da)
TC_COMPOSITION(aaa)
TC_COMPOSITION(aad)
TC_COMPOSITION(ada)
TC_COMPOSITION(add)
TC_COMPOSITION(daa)
TC_COMPOSITION(dad)
TC_COMPOSITION(dda)
TC_COMPOSITION(ddd)
TC_COMPOSITION(aaaa)
TC_COMPOSITION(aaad)
TC_COMPOSITION(aada)
TC_COMPOSITION(aadd)
TC_COMPOSITION(adaa)
TC_COMPOSITION(adad)
TC_COMPOSITION(adda)
TC_COMPOSITION(addd)
TC_COMPOSITION(daaa)
TC_COMPOSITION(daad)
TC_COMPOSITION(dada)
TC_COMPOSITION(dadd)
TC_COMPOSITION(ddaa)
TC_COMPOSITION(ddad)
TC_COMPOSITION(ddda)
TC_COMPOSITION(dddd)

#undef TC_COMPOSITION

}  // namespace tiercel
