// Data as the compiler sees it: trees in an arena, without a heap pointer.
//
// `quote` constants, `read` results on the way to the expander, and the constant tables of bytecode are Datums.
// Labels (#0=) make shared and circular Datums, so whoever walks one keeps a stack and a visited set.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/element_type.h"
#include "base/names.h"
#include "source/span.h"

namespace tiercel {

enum class DatumKind : uint8_t {
  empty, nil, true_, false_, eof, unspecified, default_,
  undefined,  // the content of a letrec variable before its initialisation; only the optimizer makes it
  fixnum, flonum, bignum, ratio, complex,
  character, string, symbol, pair, vector, number_vector,
  opaque,  // a value that no reader made: handle into the engine's table
};

struct Datum {
  DatumKind kind;
  bool negative = false;       // bignum
  ElementType element = ElementType::u8;  // number vector; a bytevector is one of u8
  Span span;
  union {
    int64_t fixnum;            // in fixnum range
    double flonum;
    uint32_t scalar;           // character
    uint64_t handle;           // opaque
    Name symbol;
    struct { const Datum* first; const Datum* second; } pair;   // car, cdr; numerator, denominator; real, imaginary
    struct { const char* data; uint64_t size; } string;         // UTF-8
    struct { const uint8_t* data; uint64_t size; } bytes;       // of a number vector's elements
    struct { const uint64_t* data; uint64_t size; } limbs;      // bignum magnitude, least significant first
    struct { const Datum* const* data; uint64_t size; } vector;
  };
};

}  // namespace tiercel
