// Core as text that parser.h reads back: for `dump --stage=core|optimize`, golden tests, and debugging.
//
//   (let ((x.1 1)) (+ x.1 2))        a local variable carries its number; x.1! is assigned, x.1& boxed (at its binding)
//   (car p.1)                        a call of a primitive; (prim car) is the primitive as a value
//   (call @f 1)                      any other call; (call-known ...) when the callee accepts the arguments
//   @f                               a top-level variable
//   (lambda name (a.1 . r.2) body)   (lambda name (captures c.3) (a.1) body) after closure conversion; a name may be #f
//   (case-lambda name ((a.1) body) ...)
//   (loop 1 ((i.1 0)) body)          with (again 1 e) inside; loops are numbered as they are met
//   (constant nil)                   constants without a notation: nil unspecified default eof undefined
#pragma once

#include <string>

#include "core/core.h"

namespace tiercel::core {

// Lines are at most 100 columns wide where the nesting allows it.  Ends with a newline.
std::string print(const Unit* unit);
std::string print(Node* node);

}  // namespace tiercel::core
