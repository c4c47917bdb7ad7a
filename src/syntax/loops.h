// The way out of loops: `break` and `continue` as jumps where the body allows it, as escapes where it does not.
//
// While a body is expanded, (break v) is a call of the variable `leave` and (continue) one of `next`.  Afterwards
// resolve_jumps turns the body around so that what follows a statement stands inside it: a jump in statement position
// is then simply the end of an arm and costs nothing.  A jump in another place (an argument, an inner procedure) stays
// a call, and the loop binds the variable to a continuation.  Core is all that this file knows.
#pragma once

#include <functional>

#include "core/build.h"
#include "core/core.h"

namespace tiercel::syntax {

using core::Node;
using core::Variable;

// One loop whose body is being expanded.
struct LoopJumps {
  LoopJumps* outer;
  Variable* leave;      // called with the loop's value
  Variable* next;       // called with one value that nobody looks at
  int leave_calls = 0;  // that are left
  int next_calls = 0;
};

class JumpResolver {
 public:
  using Make = std::function<Node*()>;
  // `go_on` makes the end of a round, `leave` the end of the loop with the given value; each is called as often as needed.
  JumpResolver(core::Unit* unit, Name join_name, LoopJumps* jumps, Make go_on, std::function<Node*(Node*)> leave)
      : build_(unit), join_name_(join_name), jumps_(jumps), go_on_(std::move(go_on)), leave_(std::move(leave)) {}

  // Whether some call of `next` in `body` is not in statement position.
  bool continues_elsewhere(Node* body) { return reachable_continues(body) != jumps_->next_calls; }
  // `body` and then the end of the round.
  Node* resolve(Node* body);

 private:
  // What comes after a statement: used once as it is, or as often as needed if it can be made again.
  struct Rest {
    Node* once = nullptr;
    Make again;
    Node* take() const { return once ? once : again(); }
  };
  struct Ends {
    bool jumps = false;
    int falls = 1;  // ways to reach what follows
  };

  bool is_jump(Node* node, Variable* target);
  int reachable_continues(Node* node);
  Ends ends_of(Node* node);
  Node* statement(Node* node, Rest rest);
  Node* place(Node* node, const Rest& rest);

  core::Builder build_;
  Name join_name_;
  LoopJumps* jumps_;
  Make go_on_;
  std::function<Node*(Node*)> leave_;
};

}  // namespace tiercel::syntax
