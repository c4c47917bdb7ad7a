// Lowers one lambda: destination-driven code over a stack of registers.
//
// Every expression is lowered towards where its value is wanted: a register that the caller chose, the return of the
// function, nowhere, or a branch (Dybvig, Hieb and Butler, "Destination-driven code generation", 1990).  Parameters
// take the first registers; variables and temporaries take the next free one and give it back at the end of their
// scope.  Call arguments are lowered straight into the run of registers where the call expects them.
//
// Two facts keep values in place without copies.  A register that holds a variable changes only when its Loop goes
// round, and no instruction follows that in the same round; and an expression writes its destination last, after it
// has read everything, so the destination may be one of the registers it reads.
#pragma once

#include <vector>

#include "bytecode/builder.h"
#include "core/core.h"
#include "gen/primitives.h"
#include "lower/unit.h"

namespace tiercel::lower {

using core::Node;
using core::Variable;
using bytecode::Label;
using Register = uint32_t;

class FunctionLowering {
 public:
  FunctionLowering(UnitLowering* unit, core::Lambda* lambda, bytecode::FunctionBuilder* code)
      : unit_(unit), lambda_(lambda), code_(code) {}

  void lower_top(const core::Unit* unit);  // the function that runs the unit
  void lower_lambda();

 private:
  // --- function.cpp: expressions by destination
  void value(Node*, Register destination);
  void tail(Node*);
  void return_value(Node*);
  void effect(Node*);
  // Where the value already is, or a new temporary; `later` is evaluated before the value is used.
  Register operand(Node*, std::span<Node* const> later = {});
  static bool assigns(Node*, int* budget);
  void constant(const Datum*, Register destination);
  void local_ref(core::LocalRef*, Register destination);
  void global_ref(core::GlobalRef*, Register destination);
  void store(Node*);                                   // local_set, global_set, global_define
  void raw_variable(Variable*, Register destination);  // the box, if it is boxed
  void undefined_value(Register destination);          // the value of expressions that have none
  void seq_prefix(core::Seq*);

  // --- binding.cpp: what binds variables; `rest` lowers the body towards its destination
  template <class Rest> void let(core::Let*, Rest&& rest);
  template <class Rest> void fix(core::Fix*, Rest&& rest);
  template <class Rest> void bind_values(core::BindValues*, Rest&& rest);
  template <class Rest> void loop(core::Loop*, Rest&& rest);
  template <class Rest> bool bind_and(Node*, Rest&& rest);
  void let_variables(core::Let*);
  void fix_variables(core::Fix*);
  void bind_values_variables(core::BindValues*);
  void loop_variables(core::Loop*);
  void join_variables(core::Loop*);
  void join_head(core::Loop*);
  void again(core::Again*);
  bool mentions(Node*, Register, int* budget);
  void closure(core::Lambda*, Register destination);
  void closure_captures(core::Lambda*, Register base);
  void bind_register(Variable*, Register);
  void box_if_needed(Variable*, Register);

  // --- branch.cpp: tests
  // Continues at one of the labels; the one that `true_follows` names is bound next, so it is reached by falling through.
  void branch(Node* test, Label on_true, Label on_false, bool true_follows);
  void branch_if(core::If*, Label on_true, Label on_false, bool true_follows);
  bool branch_primitive(core::PrimCall*, Label on_true, Label on_false, bool true_follows);
  bool branch_comparison(core::PrimCall*, Opcode, Label on_false);
  void jump(Label);
  template <class Rest> void choose(core::If*, bool joins, Rest&& rest);

  // --- call.cpp
  void call(core::Call*, Register destination, bool is_tail);
  void control_call(Node*, core::Prim, std::span<Node*> arguments, Register destination, bool is_tail);
  void finish_call(Span, Register base, size_t count, bool known, Register destination, bool is_tail);
  void values(core::Values*, Register destination);
  void return_values(core::Values*);
  bool run_fits(Node*, size_t count);
  Register run(std::span<Node*> nodes);  // into consecutive new registers

  // --- primitive.cpp
  void primitive(core::PrimCall*, Register destination, bool wanted = true);
  bool record_access(core::PrimCall*, Register destination, bool wanted);
  bool arithmetic(core::PrimCall*, Opcode, Register destination);
  bool immediate_arithmetic(core::PrimCall*, Opcode, Register destination);
  bool primitive_opcode(core::PrimCall*, Opcode, Register destination, bool wanted);
  void primitive_call(core::PrimCall*, Register destination);

  // --- Emission
  template <class... Operands>
  void emit(Opcode opcode, Operands... operands) {
    if (unreachable_) return;
    code_->emit(opcode, operands...);
  }
  template <class... Operands>
  void emit_at(Span span, Opcode opcode, Operands... operands) {
    if (unreachable_) return;
    set_span(span);
    code_->emit(opcode, operands...);
  }
  void set_span(Span span) {
    if (span.file & core::inlined_file_bit) return set_inlined_span(span);
    code_->set_span(span);
  }
  void set_inlined_span(Span span);
  void resolve_inlined(Span* span, std::vector<bytecode::InlinedCall>* calls);
  uint32_t inlined_call(Name procedure, Span call, uint32_t outer);
  void bind(Label label) {
    code_->bind(label);
    unreachable_ = false;
  }
  void move(Register destination, Register source) {
    if (destination != source) emit(Opcode::move, bytecode::reg(destination), bytecode::reg(source));
  }
  Register take(size_t count = 1);

  // Gives temporaries back at the end of a C++ scope.
  struct Mark {
    explicit Mark(FunctionLowering* function) : function(function), top(function->top_) {}
    ~Mark() { function->top_ = top; }
    Mark(const Mark&) = delete;
    Mark& operator=(const Mark&) = delete;
    FunctionLowering* function;
    Register top;
  };

  struct ActiveLoop {
    core::Loop* loop;
    Label head;
    Register base;
  };

  UnitLowering* unit_;
  core::Lambda* lambda_;  // null for the unit itself
  bytecode::FunctionBuilder* code_;
  std::vector<ActiveLoop> loops_;
  Register top_ = 0;  // next free register
  Register frame_size_ = 0;
  Span inlined_span_, resolved_span_;  // the last span inside an inlined call, and what it stands for
  uint32_t resolved_inlined_ = 0;
  bool unreachable_ = false;  // after a jump, until a label is bound
  bool keeps_frame_ = false;  // its tail calls are ordinary ones: the function that runs a program
};

// Small fixnum constants become operands.
bool is_small_fixnum(Node*, int64_t* value);

}  // namespace tiercel::lower

#include "lower/binding.h"
