// Bodies of the primitives in tables/primitives/tiers.scm.  All of them answer when there is no native tier, too.
#include "gen/primitive_bodies.h"
#include "object/allocate.h"
#include "object/errors.h"
#include "object/isolate.h"
#include "object/types.h"
#include "tier/promotion.h"

namespace tiercel {

namespace {

// Null with --tier=interp.
Promotions* promotions_of(Context* ctx) { return static_cast<Promotions*>(ctx->isolate->hooks[hook_tier]); }

Function* function_of_argument(Value procedure) { return function_of(as_procedure(procedure)); }

// What has no bytecode is C++.
int64_t tier_of(const Function* function) { return function->code ? function->tier : 2; }

Value fixnum_of(uint64_t count) { return make_fixnum(static_cast<int64_t>(count)); }

Value text_or_false(Context* ctx, const std::string& text) {
  return text.empty() ? v_false : make_string_utf8(ctx, text);
}

std::string obstacle(Context* ctx) {
  Promotions* promotions = promotions_of(ctx);
  return promotions ? promotions->obstacle() : "the program runs in tier 1 alone (--tier=interp)";
}

// The entries of tier-status before `rest`.
Value status_of(Context* ctx, const Function* function, const std::string& reason, Value rest) {
  Value reason_entry = cons(ctx, intern(ctx, "reason"), text_or_false(ctx, reason));
  Value calls_entry = cons(ctx, intern(ctx, "calls"), fixnum_of(function->calls));
  Value tier_entry = cons(ctx, intern(ctx, "tier"), make_fixnum(tier_of(function)));
  return cons(ctx, tier_entry, cons(ctx, calls_entry, cons(ctx, reason_entry, rest)));
}

}  // namespace

Value prim_current_tier(Context*, Value procedure) { return make_fixnum(tier_of(function_of_argument(procedure))); }

Value prim_call_count(Context*, Value procedure) { return fixnum_of(function_of_argument(procedure)->calls); }

Value prim_promote(Context* ctx, Value procedure) {
  Function* function = function_of_argument(procedure);
  if (!promotions_of(ctx)) return boolean(tier_of(function) == 2);
  return boolean(promotions_of(ctx)->promote_now(function));
}

Value prim_tier_status(Context* ctx, Value procedure) {
  const Function* function = function_of_argument(procedure);
  std::string reason;
  if (tier_of(function) != 2) {
    const Rejection* rejection = promotions_of(ctx) ? promotions_of(ctx)->rejection(function) : nullptr;
    reason = rejection ? rejection->reason : obstacle(ctx);
  }
  return status_of(ctx, function, reason, v_empty);
}

Value prim_tier_threshold(Context* ctx, Value calls) {
  Promotions* promotions = promotions_of(ctx);
  if (calls != v_default) {
    bool is_count = is_fixnum(calls) && fixnum_value(calls) >= 0;
    if (!is_count && calls != v_false) return raise_wrong_type(ctx, "tier-threshold", "a count or #f", 0, calls);
    if (promotions) { promotions->set_threshold(is_count ? std::optional(fixnum_value(calls)) : std::nullopt, false); }
  }
  std::optional<int64_t> threshold = promotions ? promotions->threshold() : std::nullopt;
  return threshold ? make_fixnum(*threshold) : v_false;
}

Value prim_tier_promotions(Context* ctx) {
  return fixnum_of(ctx->isolate->stats[static_cast<int>(Stat::compiled_functions)]);
}

Value prim_is_jit(Context* ctx, Value procedure) {
  if (procedure == v_default) return boolean(obstacle(ctx).empty());
  const Function* function = function_of_argument(procedure);
  return boolean(function->code != nullptr && function->tier == 2);
}

Value prim_jit_rejections(Context* ctx) {
  Value list = v_empty;
  if (!promotions_of(ctx)) return list;
  const std::vector<Rejection>& rejections = promotions_of(ctx)->rejections();
  for (size_t i = rejections.size(); i-- > 0;) {
    const Function* function = rejections[i].function;
    Value status = status_of(ctx, function, rejections[i].reason, v_empty);
    Value name = cons(ctx, intern(ctx, "name"), function->name);
    list = cons(ctx, cons(ctx, name, status), list);
  }
  return list;
}

}  // namespace tiercel
