// Fuel: every clause of every lambda begins with a charge of one.
//
// It runs before any call is inlined or becomes a loop, so an evaluation uses the same fuel at every level (R13).
// A later pass may move a Fuel node with the code it belongs to, but may neither drop nor repeat it.
#include "core/build.h"
#include "core/walk.h"
#include "optimize/passes.h"

namespace tiercel::core {
namespace {

void charge(Node* node, Builder& build) {
  for_each_child(node, [&](Node*& child) { charge(child, build); });
  auto* lambda = if_a<Lambda>(node);
  if (!lambda) return;
  for (Clause& clause : lambda->clauses)
    clause.body = build.seq(lambda->span, {build.make<Fuel>(lambda->span, 1), clause.body});
}

}  // namespace

void insert_fuel(Unit* unit) {
  Builder build(unit);
  charge(unit->body, build);
}

void insert_fuel(Unit* unit, Lambda* lambda) {
  Builder build(unit);
  charge(lambda, build);
}

}  // namespace tiercel::core
