// while, for, each, break, continue.
//
// A loop is a procedure that calls itself, as with named let, so the optimizer makes it one.  loops.h has the ways out.
#include "syntax/expander.h"
#include "syntax/loops.h"

namespace tiercel::syntax {

namespace {

// Expands inside a loop: `break` and `continue` are this one's.
class InLoop {
 public:
  InLoop(LoopJumps** current, LoopJumps* jumps) : current_(current) {
    jumps->outer = *current;
    *current = jumps;
  }
  ~InLoop() { *current_ = (*current_)->outer; }
  InLoop(const InLoop&) = delete;
  InLoop& operator=(const InLoop&) = delete;

 private:
  LoopJumps** current_;
};

}  // namespace

LoopJumps Expander::new_jumps(Span span) {
  return {nullptr, new_variable(system_.names.intern("break"), span),
          new_variable(system_.names.intern("continue"), span)};
}

core::Node* Expander::expand_break_(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() > 2) return bad_syntax(form, "(break) or (break value)");
  if (!loop_) return fail(ErrorCode::T2040, form->span, "break has no loop around it");
  LoopJumps* loop = loop_;
  auto arguments = array<core::Node*>(1);
  arguments[0] = parts.size() == 2 ? expand(parts[1]) : nil(form->span);
  if (!arguments[0]) return nullptr;
  loop->leave_calls++;
  return node<core::Call>(form->span, node<core::LocalRef>(form->span, loop->leave), arguments);
}

core::Node* Expander::expand_continue_(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() != 1) return bad_syntax(form, "(continue)");
  if (!loop_) return fail(ErrorCode::T2040, form->span, "continue has no loop around it");
  loop_->next_calls++;
  auto arguments = array<core::Node*>(1);
  arguments[0] = nil(form->span);
  return node<core::Call>(form->span, node<core::LocalRef>(form->span, loop_->next), arguments);
}

core::Node* Expander::call_with_continuation(Span span, core::Variable* name, core::Node* body) {
  auto parameters = array<core::Variable*>(1);
  parameters[0] = name;
  return kernel_call(span, KernelName::call_cc, {make_lambda(span, parameters, false, body)});
}

// The body of a loop, ended by what `go_on` makes.  The loop's `break` gives what `leave` makes of its value.
core::Node* Expander::expand_loop_body(std::span<Syntax*> forms, Span span, LoopJumps& jumps, const MakeNode& go_on,
                                       const MakeNodeOf& leave) {
  core::Node* body = nullptr;
  {
    InLoop in_loop(&loop_, &jumps);
    body = forms.empty() ? nil(span) : expand_body(forms, span);
  }
  if (!body) return nullptr;
  JumpResolver resolver(unit_, system_.names.intern("join"), &jumps, go_on, leave);
  if (resolver.continues_elsewhere(body)) {
    body = call_with_continuation(span, jumps.next, body);
    jumps.next_calls = 0;
  }
  return resolver.resolve(body);
}

// A loop whose `break` could not be made a jump everywhere is left through a continuation.
core::Node* Expander::finish_loop(Span span, LoopJumps& jumps, core::Node* loop) {
  return jumps.leave_calls == 0 ? loop : call_with_continuation(span, jumps.leave, loop);
}

// (letrec ((loop (lambda parameters turn))) (loop values ...))
core::Node* Expander::loop_of(Span span, core::Variable* loop, std::span<core::Variable*> parameters, core::Node* turn,
                              std::span<core::Node*> values) {
  auto loops = array<core::Variable*>(1);
  auto lambdas = array<core::Node*>(1);
  core::Lambda* lambda = make_lambda(span, parameters, false, turn);
  if (!lambda) return nullptr;
  lambda->name = loop->name;
  loops[0] = loop;
  lambdas[0] = lambda;
  return node<core::Letrec>(span, loops, lambdas, node<core::Call>(span, node<core::LocalRef>(span, loop), values));
}

core::Node* Expander::expand_while_(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() < 2) return bad_syntax(form, "(while test body ...)");
  Span span = form->span;
  LoopJumps jumps = new_jumps(span);
  core::Variable* loop = new_variable(system_.names.intern("while"), span);
  core::Node* test = nullptr;
  {
    InLoop in_loop(&loop_, &jumps);
    test = expand(parts[1]);
  }
  if (!test) return nullptr;
  if (jumps.next_calls > 0) return fail(ErrorCode::T2040, parts[1]->span, "continue has no meaning in a loop's test");
  core::Node* body = expand_loop_body(
      parts.subspan(2), span, jumps,
      [&] { return node<core::Call>(span, node<core::LocalRef>(span, loop), std::span<core::Node*>{}); },
      [](core::Node* value) { return value; });
  if (!body) return nullptr;
  return finish_loop(span, jumps, loop_of(span, loop, {}, node<core::If>(span, test, body, nil(span)), {}));
}

// What a round of a loop has for its own: the name bound to a fresh variable that holds `value`.
core::Node* Expander::expand_round(Syntax* name, core::Node* value, std::span<Syntax*> forms, Span span,
                                   LoopJumps& jumps, const MakeNode& go_on, const MakeNodeOf& leave) {
  LocalExtent extent(*this);
  Scope scope = space_.new_scope();
  auto variables = array<core::Variable*>(1);
  auto values = array<core::Node*>(1);
  variables[0] = new_variable(name->name(), name->span);
  values[0] = value;
  bind_local(with_scope(name, scope), BindingKind::variable)->variable = variables[0];
  core::Node* body = expand_loop_body(with_scope(forms, scope), span, jumps, go_on, leave);
  return body ? node<core::Let>(span, variables, values, body) : nullptr;
}

// (for (i from to [step]) body ...): i goes from `from` up to, without reaching, `to`; down if the step is negative.
// Each round has an i of its own.
core::Node* Expander::expand_for_(Syntax* form, std::span<Syntax*> parts) {
  constexpr const char* shape = "(for (name from to [step]) body ...)";
  if (parts.size() < 2) return bad_syntax(form, shape);
  List spec = maker_.take_list(parts[1]);
  if (!spec.proper() || spec.parts.size() < 3 || spec.parts.size() > 4 || !spec.parts[0]->is_identifier()) {
    return fail(ErrorCode::T2001, parts[1]->span, std::string("for: expected ") + shape);
  }
  constexpr const char* words[] = {"from", "to", "step"};
  auto bounds = array<core::Variable*>(3);
  auto values = array<core::Node*>(3);
  for (size_t i = 0; i < 3; i++) {
    values[i] = i + 1 < spec.parts.size() ? expand(spec.parts[i + 1]) : fixnum(form->span, 1);
    if (!values[i]) return nullptr;
    bounds[i] = new_variable(system_.names.intern(words[i]), form->span);
  }
  auto* step = core::if_a<core::Constant>(values[2]);
  const Datum* known_step = step && step->datum->kind == DatumKind::fixnum ? step->datum : nullptr;
  if (known_step && known_step->fixnum == 0) {
    return fail(ErrorCode::T2001, spec.parts[3]->span, "for: expected a step other than 0");
  }
  if (!known_step) values[2] = kernel_call(form->span, KernelName::for_step, {values[2]});
  core::Node* loop = for_loop(form->span, spec.parts[0], bounds, known_step, parts.subspan(2));
  return loop ? node<core::Let>(form->span, bounds, values, loop) : nullptr;
}

core::Node* Expander::for_loop(Span span, Syntax* name, std::span<core::Variable*> bounds, const Datum* known_step,
                               std::span<Syntax*> forms) {
  auto reference = [&](core::Variable* variable) { return node<core::LocalRef>(span, variable); };
  auto compared = [&](KernelName comparison, core::Variable* counter) {
    return kernel_call(span, comparison, {reference(counter), reference(bounds[1])});
  };
  core::Variable* loop = new_variable(system_.names.intern("for"), span);
  auto counter = array<core::Variable*>(1);
  auto start = array<core::Node*>(1);
  counter[0] = new_variable(name->name(), name->span);
  start[0] = reference(bounds[0]);
  auto next_round = [&]() -> core::Node* {
    core::Node* step = known_step ? constant(span, known_step) : reference(bounds[2]);
    auto next = array<core::Node*>(1);
    next[0] = kernel_call(span, KernelName::add, {reference(counter[0]), step});
    return node<core::Call>(span, reference(loop), next);
  };
  LoopJumps jumps = new_jumps(span);
  core::Node* round = expand_round(name, reference(counter[0]), forms, span, jumps, next_round,
                                   [](core::Node* value) { return value; });
  if (!round) return nullptr;
  core::Node* test = nullptr;
  if (known_step) {
    test = compared(known_step->fixnum > 0 ? KernelName::less : KernelName::greater, counter[0]);
  } else {
    core::Node* down = kernel_call(span, KernelName::less, {reference(bounds[2]), fixnum(span, 0)});
    test =
        node<core::If>(span, down, compared(KernelName::greater, counter[0]), compared(KernelName::less, counter[0]));
  }
  core::Node* turn = node<core::If>(span, test, round, nil(span));
  return finish_loop(span, jumps, loop_of(span, loop, counter, turn, start));
}

// (%each-loop name sequence body ...), what the macro `each` stands for.  The body is a procedure `visit` of one element; it
// answers #f to go on, or a list of the loop's value.  Vectors are walked here, the rest by the kernel's %each.
core::Node* Expander::expand_each(Syntax* form, std::span<Syntax*> parts) {
  if (parts.size() < 3 || !parts[1]->is_identifier()) {
    return fail(ErrorCode::T2001, form->span,
                "each: expected (each name sequence body ...) or (each (key value) table body ...)");
  }
  Span span = form->span;
  auto variables = array<core::Variable*>(2);
  auto values = array<core::Node*>(2);
  values[0] = expand(parts[2]);
  if (!values[0]) return nullptr;
  auto element = array<core::Variable*>(1);
  element[0] = new_variable(parts[1]->name(), parts[1]->span);
  LoopJumps jumps = new_jumps(span);
  int breaks = 0;
  core::Node* round = expand_round(
      parts[1], node<core::LocalRef>(span, element[0]), parts.subspan(3), span, jumps,
      [&] { return constant(span, DatumKind::false_); },
      [&](core::Node* value) {
        breaks++;
        return kernel_call(span, KernelName::list, {value});
      });
  if (!round) return nullptr;
  core::Lambda* visit = make_lambda(span, element, false, round);
  visit->name = system_.names.intern("each");
  values[1] = visit;
  variables[0] = new_variable(system_.names.intern("sequence"), span);
  variables[1] = new_variable(system_.names.intern("visit"), span);
  core::Node* walk = walk_vector(span, variables[0], variables[1], breaks > 0);
  auto reference = [&](size_t i) { return node<core::LocalRef>(span, variables[i]); };
  core::Node* other = kernel_call(span, KernelName::each, {reference(1), reference(0)});
  core::Node* test = kernel_call(span, KernelName::is_vector, {reference(0)});
  if (!walk || !other || !test) return nullptr;
  return finish_loop(span, jumps, node<core::Let>(span, variables, values, node<core::If>(span, test, walk, other)));
}

// Calls `visit` with each element; `may_stop` if it can answer anything but #f.
core::Node* Expander::walk_vector(Span span, core::Variable* vector, core::Variable* visit, bool may_stop) {
  auto reference = [&](core::Variable* variable) { return node<core::LocalRef>(span, variable); };
  core::Variable* loop = new_variable(system_.names.intern("each"), span);
  auto index = array<core::Variable*>(1);
  auto start = array<core::Node*>(1), next = array<core::Node*>(1), element = array<core::Node*>(1);
  index[0] = new_variable(system_.names.intern("index"), span);
  start[0] = fixnum(span, 0);
  next[0] = kernel_call(span, KernelName::add, {reference(index[0]), fixnum(span, 1)});
  element[0] = kernel_call(span, KernelName::vector_ref, {reference(vector), reference(index[0])});
  core::Node* visited = node<core::Call>(span, reference(visit), element);
  core::Node* more = node<core::Call>(span, reference(loop), next);
  core::Node* round = nullptr;
  if (may_stop) {
    auto answer = array<core::Variable*>(1);
    auto answers = array<core::Node*>(1);
    answer[0] = new_variable(system_.names.intern("answer"), span);
    answers[0] = visited;
    core::Node* value = kernel_call(span, KernelName::car, {reference(answer[0])});
    round = node<core::Let>(span, answer, answers, node<core::If>(span, reference(answer[0]), value, more));
  } else {
    round = sequence(span, {visited, more});
  }
  core::Node* length = kernel_call(span, KernelName::vector_length, {reference(vector)});
  core::Node* test = kernel_call(span, KernelName::less, {reference(index[0]), length});
  return loop_of(span, loop, index, node<core::If>(span, test, round, nil(span)), start);
}

}  // namespace tiercel::syntax
