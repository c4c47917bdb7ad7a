// Second names for functions of the runtime: symbols by which the linker finds what native code calls.
//
// Code made while a program runs gets addresses from a table (RuntimeFunction); code that is linked into the executable
// has the same names with a prefix, because the C interface has the plain ones.
#pragma once

#define TIERCEL_SYMBOL_PREFIX "tiercel_native."

#if defined(__x86_64__)
#define TIERCEL_JUMP "jmp %P0"
#elif defined(__aarch64__)
#define TIERCEL_JUMP "b %c0"
#else
#error "unknown processor"
#endif

// Defines the symbol `name`, a string, that leads to `function`.  One of another file must be declared hidden: the jump is
// direct, also in a shared library.
#define TIERCEL_DEFINE_SYMBOL(identifier, name, function)                                   \
  __attribute__((naked)) void symbol_of_##identifier() __asm__(TIERCEL_SYMBOL_PREFIX name); \
  void symbol_of_##identifier() { __asm__ volatile(TIERCEL_JUMP : : "i"(function)); }
