// A top-level environment: a namespace of its own over a shared base.  Making one allocates nothing but itself.
#pragma once

#include "syntax/library.h"
#include "syntax/namespace.h"

namespace tiercel::syntax {

class Environment {
 public:
  // A fresh view of `base`, or an empty environment if `base` is null.  `base` must outlive it.
  Environment(System& system, Environment* base)
      : space_(system.names, make_scope(environment_owner, 0), base ? &base->space_ : nullptr, nullptr) {}

  Namespace& space() { return space_; }
  // Definition of the same name again is allowed (the REPL), and so is definition of an imported one.

 private:
  Namespace space_;
};

}  // namespace tiercel::syntax
