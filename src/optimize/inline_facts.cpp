// Facts about expressions.
#include "optimize/inline.h"

namespace tiercel::core {
namespace {

constexpr int droppable_depth_max = 12;
constexpr uint16_t observable = effect_writes | effect_raises | effect_collects | effect_control | effect_deep;

}  // namespace

bool Inliner::is_droppable(Node* node, int depth) {
  if (depth > droppable_depth_max) return false;
  switch (node->kind) {
    case Kind::constant:
    case Kind::prim_ref:
    case Kind::lambda: return true;
    case Kind::local_ref: return !as<LocalRef>(node)->variable->assigned;  // else it may be undefined
    case Kind::global_ref: return as<GlobalRef>(node)->global->imported;   // else it may be unbound
    case Kind::prim_call:
      if (primitive_info(as<PrimCall>(node)->prim).effects & observable) return false;
      break;
    case Kind::if_:
    case Kind::seq:
    case Kind::let:
    case Kind::fix: break;
    case Kind::local_set:
    case Kind::global_set:
    case Kind::global_define:
    case Kind::call:
    case Kind::letrec:
    case Kind::bind_values:
    case Kind::values:
    case Kind::loop:
    case Kind::again:
    case Kind::fuel: return false;
  }
  bool droppable = true;
  for_each_child(node, [&](Node*& child) { droppable = droppable && is_droppable(child, depth + 1); });
  return droppable;
}

void Inliner::forget(Node* node) {
  if (auto* reference = if_a<LocalRef>(node)) reference->variable->references--;
  for_each_child(node, [this](Node*& child) { forget(child); });
}

}  // namespace tiercel::core
