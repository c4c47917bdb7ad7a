// x86-64 (System V) implementation of assembly.h.
//
// The routines are naked functions, so that the offsets in them come from the C++ declarations instead of a second
// list. All of them keep frame pointers in the ordinary form: the saved frame pointer at [rbp], the return address at
// [rbp + 8].  Return addresses are patched, so none of this can run under a CET shadow stack (DESIGN.md §11).
#include "control/assembly.h"

#include <cstddef>

#include "gen/primitive_bodies.h"
#include "object/layouts.h"

#if !defined(__x86_64__)
#error "control/assembly.cpp has no implementation for this processor yet"
#endif

namespace tiercel {

// Callee-saved registers below the frame pointer of tiercel_enter, in bytes.
#define ENTER_SAVED 40

extern "C" {

// Stack at the new top: [base + 8] the frame pointer of this activation, [base] alignment; the callee's return address
// is at [base - 8].  A continuation never holds a byte at or above `base`, so the frame pointer read on the way out is
// always the right one.
[[gnu::naked]] Value tiercel_enter(Context*, Procedure*, int64_t, Value, Value, Value, uintptr_t, Door*) {
  asm volatile(
      "push %%rbp\n\t"
      "mov %%rsp, %%rbp\n\t"
      "push %%rbx\n\t"
      "push %%r12\n\t"
      "push %%r13\n\t"
      "push %%r14\n\t"
      "push %%r15\n\t"
      "mov 16(%%rbp), %%rax\n\t"
      "mov 24(%%rbp), %%r10\n\t"
      "test %%rax, %%rax\n\t"
      "jz 1f\n\t"
      "mov %%rsp, %c[c_stack_low](%%rdi)\n\t"
      "jmp 2f\n"
      "1:\n\t"
      "lea -128(%%rsp), %%rax\n"
      "2:\n\t"
      "and $-16, %%rax\n\t"
      "mov %%rbp, -8(%%rax)\n\t"
      "lea -16(%%rax), %%rsp\n\t"
      "mov %%rsp, %c[door_base](%%r10)\n\t"
      "call *%c[entry](%%rsi)\n\t"
      ".globl tiercel_door_return\n"
      "tiercel_door_return:\n\t"
      "mov 8(%%rsp), %%rbp\n\t"
      "lea -%c[saved](%%rbp), %%rsp\n\t"
      "pop %%r15\n\t"
      "pop %%r14\n\t"
      "pop %%r13\n\t"
      "pop %%r12\n\t"
      "pop %%rbx\n\t"
      "pop %%rbp\n\t"
      "ret" ::[c_stack_low] "i"(offsetof(Context, c_stack_low)),
      [door_base] "i"(offsetof(Door, base)), [entry] "i"(offsetof(Procedure, entry)), [saved] "i"(ENTER_SAVED));
}

[[gnu::naked]] void tiercel_leave(Value, uintptr_t) {
  asm volatile(
      "mov %rdi, %rax\n\t"
      "mov %rsi, %rsp\n\t"
      "jmp tiercel_door_return");
}

[[gnu::naked]] void tiercel_clear_below() { asm volatile(TIERCEL_CLEAR_BELOW("%%rax") "ret" ::); }

[[gnu::naked]] Value tiercel_call_loop(Context*, Procedure*, Value*, Value (*)(Context*, Procedure*, Value*)) {
  asm volatile(TIERCEL_CLEAR_BELOW("%%rax") "jmp *%%rcx" ::);
}

// On entry the stack pointer is the boundary itself (a multiple of 16).  The two pushes put the return slot and the
// result back below it, where control_underflow and its callees leave them alone.
[[gnu::naked]] void tiercel_underflow() {
  asm volatile(
      "mov %rsp, %rdi\n\t"
      "mov %rbp, %rsi\n\t"
      "push $0\n\t"
      "push %rax\n\t"
      "call control_underflow\n\t"
      "mov %rax, %rcx\n\t"
      "pop %rax\n\t"
      "add $8, %rsp\n\t"
      "jmp *%rcx");
}

[[gnu::naked]] void tiercel_call_on(uintptr_t, void (*)(void*), void*) {
  asm volatile(
      "push %rbp\n\t"
      "mov %rsp, %rbp\n\t"
      "mov %rdi, %rsp\n\t"
      "and $-16, %rsp\n\t"
      "mov %rdx, %rdi\n\t"
      "call *%rsi\n\t"
      "mov %rbp, %rsp\n\t"
      "pop %rbp\n\t"
      "ret");
}

}  // extern "C"

// Tail-calls what ctx->tail_* says; the context is in rdi and the frame is gone.
#define TAIL_CALL_FROM_CONTEXT                 \
  "mov %c[tail_procedure](%%rdi), %%rsi\n\t"   \
  "and $-8, %%rsi\n\t"                         \
  "mov %c[tail_argc](%%rdi), %%rdx\n\t"        \
  "mov %c[tail_arguments](%%rdi), %%rcx\n\t"   \
  "mov 8+%c[tail_arguments](%%rdi), %%r8\n\t"  \
  "mov 16+%c[tail_arguments](%%rdi), %%r9\n\t" \
  "jmp *%c[entry](%%rsi)"
#define TAIL_CALL_OFFSETS                                                                                 \
  [tail_procedure] "i"(offsetof(Context, tail_procedure)), [tail_argc] "i"(offsetof(Context, tail_argc)), \
      [tail_arguments] "i"(offsetof(Context, tail_arguments)), [entry] "i"(offsetof(Procedure, entry))

#define LEAVE_CAPTURE_FRAME \
  "add $8, %%rsp\n\t"       \
  "pop %%r15\n\t"           \
  "pop %%r14\n\t"           \
  "pop %%r13\n\t"           \
  "pop %%r12\n\t"           \
  "pop %%rbx\n\t"           \
  "pop %%rbp\n\t"           \
  "ret"

// Pushes a capture frame and captures from there on.  If that is in the tail of a call that a capture frame was made
// for, with the same dynamic state, it is the same continuation, and the new frame goes.
#define CAPTURE                                   \
  asm volatile(                                   \
      "push %%rbp\n\t"                            \
      "mov %%rsp, %%rbp\n\t"                      \
      "push %%rbx\n\t"                            \
      "push %%r12\n\t"                            \
      "push %%r13\n\t"                            \
      "push %%r14\n\t"                            \
      "push %%r15\n\t"                            \
      "sub $8, %%rsp\n\t"                         \
      "mov %%rsp, %%rsi\n\t"                      \
      "push %%rcx\n\t"                            \
      "push %%rdi\n\t"                            \
      "call control_capture\n\t"                  \
      "pop %%rdi\n\t"                             \
      "pop %%rsi\n\t"                             \
      "and $-8, %%rsi\n\t"                        \
      "mov %%rax, %%rcx\n\t"                      \
      "test %%rdx, %%rdx\n\t"                     \
      "jz 1f\n\t"                                 \
      "push %%rdx\n\t"                            \
      "jmp 2f\n"                                  \
      "1:\n\t"                                    \
      "mov %%rbp, %%rsp\n\t"                      \
      "pop %%rbp\n"                               \
      "2:\n\t"                                    \
      "mov $1, %%edx\n\t"                         \
      "mov %[none], %%r8d\n\t"                    \
      "mov %[none], %%r9d\n\t"                    \
      "jmp *%c[entry](%%rsi)" ::[none] "i"(v_default.bits), [entry] "i"(offsetof(Procedure, entry)));

// Asks `function` for a Departure, in rax and rdx.
#define DEPART(function)  \
  "push %%rbp\n\t"        \
  "mov %%rsp, %%rbp\n\t"  \
  "push %%rdi\n\t"        \
  "push %%rdi\n\t"        \
  "call " #function       \
  "\n\t"                  \
  "pop %%rdi\n\t"         \
  "pop %%rdi\n\t"         \
  "pop %%rbp\n\t"         \
  "test %%rdx, %%rdx\n\t" \
  "jz 2f\n\t"

// Performs the Jump in rax, or a tail call if there is none.
#define JUMP                            \
  "\n2:\n\t"                            \
  "test %%rax, %%rax\n\t"               \
  "jnz 3f\n\t" TAIL_CALL_FROM_CONTEXT   \
  "\n3:\n\t"                            \
  "mov %%rax, %%r11\n\t"                \
  "mov %c[frame](%%r11), %%rbp\n\t"     \
  "mov %c[stack_pointer](%%r11), %%rsp\n\t" \
  "mov %c[return_slot](%%r11), %%rax\n\t" \
  "test %%rax, %%rax\n\t"               \
  "jz 4f\n\t"                           \
  "push %%rax\n"                        \
  "4:\n\t"                              \
  "mov %c[result](%%r11), %%rax\n\t"    \
  "mov %c[arguments](%%r11), %%rdi\n\t" \
  "mov 8+%c[arguments](%%r11), %%rsi\n\t" \
  "mov 16+%c[arguments](%%r11), %%rdx\n\t" \
  "mov 24+%c[arguments](%%r11), %%rcx\n\t" \
  "mov 32+%c[arguments](%%r11), %%r8\n\t" \
  "mov 40+%c[arguments](%%r11), %%r9\n\t" \
  "jmp *%c[target](%%r11)"
#define JUMP_OFFSETS                                                                                             \
  TAIL_CALL_OFFSETS, [frame] "i"(offsetof(Jump, frame)), [stack_pointer] "i"(offsetof(Jump, stack_pointer)),     \
      [return_slot] "i"(offsetof(Jump, return_slot)), [result] "i"(offsetof(Jump, result)),                      \
      [arguments] "i"(offsetof(Jump, arguments)), [target] "i"(offsetof(Jump, target))

// Performs the Departure that `function` gives.  Once the stack pointer is set, whatever lay below it is gone.
#define THROW(function)                                                       \
  asm volatile(DEPART(function)                                               \
               "test $1, %%dl\n\t"                                            \
               "jnz 1f\n\t"                                                   \
               "mov %%rdx, %%rsp\n\t" LEAVE_CAPTURE_FRAME                     \
               "\n1:\n\t"                                                     \
               "lea -1(%%rdx), %%rsp\n\t"                                     \
               "lea %c[capture_frame](%%rsp), %%rbp\n\t"                      \
               "jmp tiercel_underflow" JUMP ::JUMP_OFFSETS,                   \
               [capture_frame] "i"(capture_frame(0)));

#define CODE_PARAMETERS Context*, Procedure*, int64_t, Value, Value, Value

[[gnu::naked]] Value prim_call_with_current_continuation(CODE_PARAMETERS) { CAPTURE; }
[[gnu::naked]] Value prim_call_cc(CODE_PARAMETERS) { CAPTURE; }
extern "C" [[gnu::naked]] void tiercel_captured_return() { asm volatile(LEAVE_CAPTURE_FRAME ::); }

[[gnu::naked]] Value continuation_entry(CODE_PARAMETERS) { THROW(control_throw_procedure); }
[[gnu::naked]] Value prim_throw(CODE_PARAMETERS) { THROW(control_throw); }
[[gnu::naked]] Value prim_call_in_continuation(CODE_PARAMETERS) { THROW(control_call_in); }
[[gnu::naked]] Value prim_escape_to(CODE_PARAMETERS) { THROW(control_escape); }

// The frame of %call-with-escape, from its frame pointer E down: five callee-saved registers, then the context at
// E - 48, where the receiver's return leaves the stack pointer.  The escape is E as a fixnum.
#define LEAVE_ESCAPE_FRAME    \
  "lea -40(%%rbp), %%rsp\n\t" \
  "pop %%r15\n\t"             \
  "pop %%r14\n\t"             \
  "pop %%r13\n\t"             \
  "pop %%r12\n\t"             \
  "pop %%rbx\n\t"             \
  "pop %%rbp\n\t"

[[gnu::naked]] Value prim_call_with_escape(CODE_PARAMETERS) {
  asm volatile(
      "push %%rbp\n\t"
      "mov %%rsp, %%rbp\n\t"
      "push %%rbx\n\t"
      "push %%r12\n\t"
      "push %%r13\n\t"
      "push %%r14\n\t"
      "push %%r15\n\t"
      "push %%rdi\n\t"
      "mov %%rcx, %%rsi\n\t"
      "and $-8, %%rsi\n\t"
      "mov $1, %%edx\n\t"
      "lea 1(,%%rbp,8), %%rcx\n\t"
      "call *%c[entry](%%rsi)\n\t" LEAVE_ESCAPE_FRAME "ret" ::[entry] "i"(offsetof(Procedure, entry)));
}

[[gnu::naked]] void tiercel_escape_landing() {
  asm volatile("mov -48(%%rbp), %%rdi\n\t" LEAVE_ESCAPE_FRAME TAIL_CALL_FROM_CONTEXT ::TAIL_CALL_OFFSETS);
}

#define DYNAMIC_STATE_OFFSETS                                                                      \
  [winders] "i"(offsetof(Context, winders)), [handlers] "i"(offsetof(Context, handlers)),          \
      [parameters] "i"(offsetof(Context, parameters)), [in_winders] "i"(exit_winders),             \
      [in_handlers] "i"(exit_handlers), [in_parameters] "i"(exit_parameters), [none] "i"(v_default.bits), \
      [entry] "i"(offsetof(Procedure, entry))

// The frame of %call-with-exit: five callee-saved registers and the dynamic state.  The exit is its frame pointer as a
// fixnum.  In the tail of a call that such a frame was made for, with the same dynamic state, that frame serves.
[[gnu::naked]] Value prim_call_with_exit(CODE_PARAMETERS) {
  asm volatile(
      "mov %%rcx, %%rsi\n\t"
      "and $-8, %%rsi\n\t"
      "mov $1, %%edx\n\t"
      "mov %[none], %%r8d\n\t"
      "mov %[none], %%r9d\n\t"
      "lea tiercel_exit_return(%%rip), %%rax\n\t"
      "cmp %%rax, (%%rsp)\n\t"
      "jne 1f\n\t"
      "mov %c[winders](%%rdi), %%rax\n\t"
      "cmp %%rax, -%c[in_winders](%%rbp)\n\t"
      "jne 1f\n\t"
      "mov %c[handlers](%%rdi), %%rax\n\t"
      "cmp %%rax, -%c[in_handlers](%%rbp)\n\t"
      "jne 1f\n\t"
      "mov %c[parameters](%%rdi), %%rax\n\t"
      "cmp %%rax, -%c[in_parameters](%%rbp)\n\t"
      "jne 1f\n\t"
      "lea 1(,%%rbp,8), %%rcx\n\t"
      "jmp *%c[entry](%%rsi)\n"
      "1:\n\t"
      "push %%rbp\n\t"
      "mov %%rsp, %%rbp\n\t"
      "push %%rbx\n\t"
      "push %%r12\n\t"
      "push %%r13\n\t"
      "push %%r14\n\t"
      "push %%r15\n\t"
      "pushq %c[winders](%%rdi)\n\t"
      "pushq %c[handlers](%%rdi)\n\t"
      "pushq %c[parameters](%%rdi)\n\t"
      "lea 1(,%%rbp,8), %%rcx\n\t"
      "call *%c[entry](%%rsi)\n\t"
      ".globl tiercel_exit_return\n\t"
      ".hidden tiercel_exit_return\n"
      "tiercel_exit_return:\n\t" LEAVE_ESCAPE_FRAME "ret" ::DYNAMIC_STATE_OFFSETS);
}

[[gnu::naked]] Value prim_exit_to(CODE_PARAMETERS) {
  asm volatile(DEPART(control_exit) "mov %%rdx, %%rbp\n\t" LEAVE_ESCAPE_FRAME "ret" JUMP ::JUMP_OFFSETS);
}

}  // namespace tiercel
