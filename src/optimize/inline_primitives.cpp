// Calls of primitives: folded when the arguments are constants, dropped when the value is not wanted.
#include "optimize/inline.h"

#include <algorithm>

#include "object/value.h"

namespace tiercel::core {
namespace {

const Datum* constant_of(Node* node) {
  auto* constant = if_a<Constant>(node);
  return constant ? constant->datum : nullptr;
}

bool is_nil_or_empty(const Datum* datum) { return datum->kind == DatumKind::empty || datum->kind == DatumKind::nil; }

// Of which two are the same object where they look the same.
bool is_simple(const Datum* datum) {
  switch (datum->kind) {
    case DatumKind::empty:
    case DatumKind::nil:
    case DatumKind::true_:
    case DatumKind::false_:
    case DatumKind::unspecified:
    case DatumKind::fixnum:
    case DatumKind::character:
    case DatumKind::symbol: return true;
    default: return false;
  }
}

// eq? on constants, where it is certain; nil and '() are one object in one of the dialects.
bool same_simple(const Datum* a, const Datum* b, bool* known) {
  *known = is_simple(a) && is_simple(b) && (a->kind == b->kind || !is_nil_or_empty(a) || !is_nil_or_empty(b));
  if (!*known || a->kind != b->kind) return false;
  switch (a->kind) {
    case DatumKind::fixnum: return a->fixnum == b->fixnum;
    case DatumKind::character: return a->scalar == b->scalar;
    case DatumKind::symbol: return a->symbol == b->symbol;
    default: return true;
  }
}

// What a call of `list` has in it; false if the node is none.
bool is_list_call(Node* node, std::span<Node*>* elements) {
  if (auto* call = if_a<PrimCall>(node)) {
    *elements = call->arguments;
    return call->prim == Prim::list;
  }
  auto* call = if_a<Call>(node);
  auto* callee = call ? if_a<PrimRef>(call->callee) : nullptr;
  if (!callee || callee->prim != Prim::list) return false;
  *elements = call->arguments;
  return true;
}

}  // namespace

// The elements of a list whose length is known here, as expressions; false if it is not.
bool Inliner::elements_of(Node* list, std::span<Node*>* elements) {
  constexpr size_t constants_max = 16;
  if (is_list_call(list, elements)) return true;
  const Datum* datum = constant_of(resolved(list));
  if (!datum) return false;
  size_t count = 0;
  const Datum* rest = datum;
  for (; rest->kind == DatumKind::pair && is_simple(rest->pair.first) && count <= constants_max; count++)
    rest = rest->pair.second;
  if (rest->kind != DatumKind::empty || count > constants_max) return false;
  *elements = build_.arena().array<Node*>(count);
  for (size_t i = 0; i < count; i++, datum = datum->pair.second)
    (*elements)[i] = build_.constant(list->span, datum->pair.first);
  return true;
}

// (apply f a ... (list b ...)) is (f a ... b ...) where f is a procedure that takes so many.
Call* Inliner::call_of_apply(PrimCall* apply) {
  std::span<Node*> arguments = apply->arguments;
  std::span<Node*> elements;
  if (arguments.size() < 2 || !elements_of(arguments.back(), &elements)) return nullptr;
  size_t direct = arguments.size() - 2, count = direct + elements.size();
  Node* callee = resolved(arguments[0]);
  auto* lambda = if_a<Lambda>(callee);
  auto* primitive = if_a<PrimRef>(callee);
  bool fits =
      lambda ? accepting(lambda, count) != nullptr : primitive && accepts(primitive->prim, static_cast<int64_t>(count));
  if (!fits) return nullptr;
  if (arguments.back()->kind == Kind::local_ref) forget(arguments.back());
  std::span<Node*> all = build_.arena().array<Node*>(count);
  std::copy_n(arguments.begin() + 1, direct, all.begin());
  std::copy(elements.begin(), elements.end(), all.begin() + static_cast<ptrdiff_t>(direct));
  return build_.make<Call>(apply->span, arguments[0], all);
}

Node* Inliner::simplify_prim_call(PrimCall* call, Context context) {
  if (call->prim == Prim::apply)
    if (Call* direct = call_of_apply(call)) return simplify_call(direct, context);
  const PrimitiveInfo& info = primitive_info(call->prim);
  bool is_not = info.opcode == static_cast<int32_t>(Opcode::not_);
  for (Node*& argument : call->arguments) argument = simplify(argument, is_not ? Context::test : Context::value);
  if (context == Context::effect && is_droppable(build_.make<PrimCall>(call->span, call->prim))) {
    std::span<Node*> parts = build_.arena().array<Node*>(call->arguments.size() + 1);
    size_t count = 0;
    for (Node* argument : call->arguments) {
      if (is_droppable(argument)) forget(argument);
      else parts[count++] = argument;
    }
    parts[count] = nothing(call->span);
    return count == 0 ? parts[0] : build_.make<Seq>(call->span, parts.first(count + 1));
  }
  if (Node* folded = fold(call)) return constant_in(folded, context);
  if (is_not && context == Context::test) {
    auto* inner = if_a<PrimCall>(call->arguments[0]);  // (not (not x)) as a test
    if (inner && inner->prim == call->prim) return inner->arguments[0];
  }
  return call;
}

Node* Inliner::fold(PrimCall* call) {
  const PrimitiveInfo& info = primitive_info(call->prim);
  for (Node* argument : call->arguments)
    if (argument->kind != Kind::constant) return nullptr;
  if (info.opcode >= 0)
    if (Node* folded = fold_trivially(call, static_cast<Opcode>(info.opcode))) return folded;
  if (!options_.folder || !(info.effects & effect_foldable)) return nullptr;
  std::span<const Datum*> data = build_.arena().array<const Datum*>(call->arguments.size());
  for (size_t i = 0; i < data.size(); i++) data[i] = constant_of(call->arguments[i]);
  const Datum* result = options_.folder->fold(call->prim, data, build_.arena());
  return result ? build_.constant(call->span, result) : nullptr;
}

// Fixnum arithmetic and comparison, and predicates that need no runtime.
Node* Inliner::fold_trivially(PrimCall* call, Opcode opcode) {
  Span span = call->span;
  size_t count = call->arguments.size();
  const Datum* a = count > 0 ? constant_of(call->arguments[0]) : nullptr;
  const Datum* b = count > 1 ? constant_of(call->arguments[1]) : nullptr;
  if (count == 1) {
    switch (opcode) {
      case Opcode::not_:
        if (!has_known_truth(a)) return nullptr;
        return build_.boolean(span, is_false_constant(a));
      case Opcode::is_null: return build_.boolean(span, a->kind == DatumKind::empty || a->kind == DatumKind::nil);
      case Opcode::is_pair: return build_.boolean(span, a->kind == DatumKind::pair);
      default: return nullptr;
    }
  }
  if (count != 2) return nullptr;
  if (opcode == Opcode::is_eq || opcode == Opcode::is_eqv) {
    bool known;
    bool same = same_simple(a, b, &known);
    return known ? build_.boolean(span, same) : nullptr;
  }
  if (a->kind != DatumKind::fixnum || b->kind != DatumKind::fixnum) return nullptr;
  int64_t x = a->fixnum, y = b->fixnum, result;
  bool overflow = false;
  switch (opcode) {
    case Opcode::num_equal: return build_.boolean(span, x == y);
    case Opcode::num_less: return build_.boolean(span, x < y);
    case Opcode::num_greater: return build_.boolean(span, x > y);
    case Opcode::num_less_equal: return build_.boolean(span, x <= y);
    case Opcode::num_greater_equal: return build_.boolean(span, x >= y);
    case Opcode::add: overflow = __builtin_add_overflow(x, y, &result); break;
    case Opcode::subtract: overflow = __builtin_sub_overflow(x, y, &result); break;
    case Opcode::multiply: overflow = __builtin_mul_overflow(x, y, &result); break;
    default: return nullptr;
  }
  return overflow || !fits_fixnum(result) ? nullptr : build_.fixnum(span, result);
}

}  // namespace tiercel::core
