// Moving values; captures, boxes and globals; closures.
#include "interp/handlers.h"
#include "interp/hooks.h"
#include "interp/raise.h"
#include "object/allocate.h"
#include "object/barrier.h"
#include "object/errors.h"

namespace tiercel {

// --- Moves ----------------------------------------------------------------------------------------------------------

HANDLER(handle_move) {
  registers[pc->a] = registers[pc->b];
  TIERCEL_NEXT;
}

HANDLER(handle_load_const) {
  registers[pc->a] = constant_of(self, static_cast<uint32_t>(pc->wide()));
  TIERCEL_NEXT;
}

namespace {

// The constants vector does not move, so the loader turns an index into a distance from the instruction.
inline Value near_constant(const Instruction* pc) { return reinterpret_cast<const Value*>(pc)[pc->wide()]; }

}  // namespace

HANDLER(handle_load_const_near) {
  registers[pc->a] = near_constant(pc);
  TIERCEL_NEXT;
}

HANDLER(handle_load_fixnum) {
  registers[pc->a] = make_fixnum(pc->wide());
  TIERCEL_NEXT;
}

HANDLER(handle_load_constant) {
  registers[pc->a] = {static_cast<uint32_t>(pc->wide())};
  TIERCEL_NEXT;
}

HANDLER(handle_load_self) {
  registers[pc->a] = value_of(self);
  TIERCEL_NEXT;
}

HANDLER(handle_capture_ref) {
  registers[pc->a] = self->elements[pc->b];
  TIERCEL_NEXT;
}

// --- Boxes ----------------------------------------------------------------------------------------------------------

namespace {

// Whether allocate() need not ask the heap, so that the compiler can leave the call out.
inline bool range_has_room(const Context* ctx, size_t bytes) {
  return ctx->objects.limit - ctx->objects.next >= round_to_granules(bytes);
}

inline Box* box_pointer(Value box) { return reinterpret_cast<Box*>(box.bits - tag_object); }

COLD_HANDLER(undefined_variable) {  // whose name is the constant of this instruction
  store_pc(pc, registers);
  (void)raise_error(ctx, ErrorCode::T3008, {constant_of(self, static_cast<uint32_t>(pc->wide()))});
  TIERCEL_CONTINUE(raise_into_a);
}

}  // namespace

COLD_HANDLER(make_box_slow) {  // the range is used up
  registers[pc->a] = make_box(ctx, registers[pc->b]);
  TIERCEL_NEXT;
}

HANDLER(handle_make_box) {
  if (!range_has_room(ctx, sizeof(Box))) [[unlikely]]
    TIERCEL_CONTINUE(make_box_slow);
  registers[pc->a] = make_box(ctx, registers[pc->b]);
  TIERCEL_NEXT;
}

HANDLER(handle_box_ref) {
  Value content = box_pointer(registers[pc->b])->content;
  if (content == v_undefined) [[unlikely]]
    TIERCEL_CONTINUE(undefined_variable);
  registers[pc->a] = content;
  TIERCEL_NEXT;
}

HANDLER(handle_box_set) {
  Box* box = box_pointer(registers[pc->a]);
  store_field(box, &box->content, registers[pc->b]);
  TIERCEL_NEXT;
}

// --- Globals --------------------------------------------------------------------------------------------------------

namespace {

inline Cell* cell_pointer(Value cell) { return reinterpret_cast<Cell*>(cell.bits - tag_object); }

inline Cell* cell_of(const Instruction* pc, const Procedure* self) {
  return cell_pointer(constant_of(self, static_cast<uint32_t>(pc->wide())));
}

// Register a is where the value was to go, or where it comes from; both survive a handler that returns.
COLD_HANDLER(unbound_cell) {
  store_pc(pc, registers);
  Value cell = pc->handler == reinterpret_cast<void*>(handle_cell_ref_near)
                   ? near_constant(pc)
                   : constant_of(self, static_cast<uint32_t>(pc->wide()));
  (void)raise_error(ctx, ErrorCode::T3002, {cell_pointer(cell)->name});
  TIERCEL_CONTINUE(raise_into_a);
}

COLD_HANDLER(unbound_global) {
  store_pc(pc, registers);
  (void)raise_error(ctx, ErrorCode::T3002, {global_name(ctx, static_cast<uint32_t>(pc->wide()))});
  TIERCEL_CONTINUE(raise_into_a);
}

}  // namespace

HANDLER(handle_cell_ref) {
  Value content = cell_of(pc, self)->content;
  if (content == v_unbound) [[unlikely]]
    TIERCEL_CONTINUE(unbound_cell);
  registers[pc->a] = content;
  TIERCEL_NEXT;
}

HANDLER(handle_cell_ref_near) {
  Value content = cell_pointer(near_constant(pc))->content;
  if (content == v_unbound) [[unlikely]]
    TIERCEL_CONTINUE(unbound_cell);
  registers[pc->a] = content;
  TIERCEL_NEXT;
}

HANDLER(handle_cell_set) {
  Cell* cell = cell_of(pc, self);
  if (cell->content == v_unbound) [[unlikely]]
    TIERCEL_CONTINUE(unbound_cell);
  store_field(cell, &cell->content, registers[pc->a]);
  TIERCEL_NEXT;
}

HANDLER(handle_cell_define) {
  Cell* cell = cell_of(pc, self);
  store_field(cell, &cell->content, registers[pc->a]);
  TIERCEL_NEXT;
}

// The cell table is a root of its own, scanned by every collection, so its stores need no barrier.
HANDLER(handle_global_ref) {
  Value content = ctx->cells[static_cast<uint32_t>(pc->wide())];
  if (content == v_unbound) [[unlikely]]
    TIERCEL_CONTINUE(unbound_global);
  registers[pc->a] = content;
  TIERCEL_NEXT;
}

HANDLER(handle_global_set) {
  Value& global = ctx->cells[static_cast<uint32_t>(pc->wide())];
  if (global == v_unbound) [[unlikely]]
    TIERCEL_CONTINUE(unbound_global);
  global = registers[pc->a];
  TIERCEL_NEXT;
}

HANDLER(handle_global_define) {
  ctx->cells[static_cast<uint32_t>(pc->wide())] = registers[pc->a];
  TIERCEL_NEXT;
}

// --- Closures -------------------------------------------------------------------------------------------------------

namespace {

inline void make_closure_of(Function* function, TIERCEL_STATE) {
  int64_t count = function->captures;
  Procedure* closure = make_closure(ctx, function, count);
  const Value* from = registers + pc->b;
#pragma clang loop unroll(disable) vectorize(disable)                  // captures are few
  for (int64_t i = 0; i < count; i++) closure->elements[i] = from[i];  // the closure is new: no barrier
  registers[pc->a] = value_of(closure);
}

// Functions do not move either, so the loader turns a function's number into its distance from the instruction.
inline Function* near_function(const Instruction* pc) {
  return reinterpret_cast<Function*>(const_cast<Value*>(reinterpret_cast<const Value*>(pc)) + pc->wide());
}

COLD_HANDLER(make_closure_slow) {  // the range is used up
  make_closure_of(near_function(pc), pc, registers, ctx, self);
  TIERCEL_NEXT;
}

}  // namespace

HANDLER(handle_make_closure) {
  const auto* unit = reinterpret_cast<const CodeUnit*>(function_of(self)->unit.bits - tag_object);
  const auto* functions = reinterpret_cast<const Vector*>(unit->functions.bits - tag_object);
  Value function = functions->elements[static_cast<uint32_t>(pc->wide())];
  make_closure_of(reinterpret_cast<Function*>(function.bits - tag_object), pc, registers, ctx, self);
  TIERCEL_NEXT;
}

HANDLER(handle_make_closure_near) {
  Function* function = near_function(pc);
  size_t bytes = sizeof(Procedure) + static_cast<size_t>(function->captures) * sizeof(Value);
  if (!range_has_room(ctx, bytes)) [[unlikely]]
    TIERCEL_CONTINUE(make_closure_slow);
  make_closure_of(function, pc, registers, ctx, self);
  TIERCEL_NEXT;
}

// The closure was made a few instructions ago, but a poll or a promotion may lie between: barrier.
HANDLER(handle_closure_patch) {
  Procedure* closure = procedure_pointer(registers[pc->a]);
  store_field(closure, &closure->elements[pc->b], registers[pc->c]);
  TIERCEL_NEXT;
}

}  // namespace tiercel
