// Assignment conversion: after this pass every assigned variable is marked `boxed`, so that closures copy the box and
// a continuation that is entered twice sees one variable, not two copies of a register.
//
// The nodes stay as they are: lowering makes the box where a boxed variable is bound and goes through it at each
// LocalRef and LocalSet.  The walk also drops the Seqs of one part that the loop pass leaves.
#include "core/walk.h"
#include "optimize/passes.h"

namespace tiercel::core {
namespace {

void box_assigned(Node*& node) {
  while (node->kind == Kind::seq && as<Seq>(node)->body.size() == 1) node = as<Seq>(node)->body[0];
  for_each_binding(node, [](Variable* variable) { variable->boxed = variable->assigned; });
  for_each_child(node, [](Node*& child) { box_assigned(child); });
}

}  // namespace

void convert_assignments(Unit* unit) { box_assigned(unit->body); }

}  // namespace tiercel::core
