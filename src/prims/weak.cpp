// Weak pairs, ephemerons and guardians.  A broken reference reads as #f.
#include "gen/primitive_bodies.h"
#include "object/allocate.h"

namespace tiercel {

namespace {

Value unless_broken(Value v) { return v == v_broken_weak ? v_false : v; }

}  // namespace

Value prim_weak_cons(Context* ctx, Value key, Value content) { return make_weak_pair(ctx, key, content); }
Value prim_is_weak_pair(Context*, Value object) { return boolean(is_weak_pair(object)); }
Value prim_weak_car(Context*, Value pair) { return unless_broken(as_weak_pair(pair)->key); }
Value prim_weak_cdr(Context*, Value pair) { return as_weak_pair(pair)->content; }
Value prim_is_weak_pair_broken(Context*, Value pair) { return boolean(as_weak_pair(pair)->key == v_broken_weak); }

Value prim_make_ephemeron(Context* ctx, Value key, Value content) { return make_ephemeron(ctx, key, content); }
Value prim_is_ephemeron(Context*, Value object) { return boolean(is_ephemeron(object)); }
Value prim_ephemeron_key(Context*, Value ephemeron) { return unless_broken(as_ephemeron(ephemeron)->key); }
Value prim_ephemeron_datum(Context*, Value ephemeron) { return unless_broken(as_ephemeron(ephemeron)->content); }
Value prim_is_ephemeron_broken(Context*, Value ephemeron) {
  return boolean(as_ephemeron(ephemeron)->key == v_broken_weak);
}

Value prim_make_guardian(Context* ctx) { return make_guardian(ctx); }
Value prim_is_guardian(Context*, Value object) { return boolean(is_guardian(object)); }
Value prim_guardian_watch(Context* ctx, Value guardian, Value object) {
  guard_value(ctx, guardian, object);
  return v_unspecified;
}
Value prim_guardian_next(Context* ctx, Value guardian) { return take_guarded(ctx, guardian); }

}  // namespace tiercel
