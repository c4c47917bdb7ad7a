// The machine word that every Scheme value is, and the predicates on its tag.
//
// Floats are immediate by self-tagging (Melançon, Serrano, Feeley, "Float Self-Tagging", OOPSLA 2025): the word is
// the IEEE double rotated left by four, and it is a float when its low three bits are 000, 011 or 100.  That covers
// 0.0 and every magnitude between about 1e-77 and 1e77; the rest is a boxed Flonum.
//
//   000 011 100  float            001  fixnum, 61 bits          010  heap object with a header word
//   110          pair             101  immediate (see below)    111  procedure
//
// This header knows no object layout; that is layouts.h.  Beware: 0.0 is the all-zero word.
#pragma once

#include <bit>
#include <cstdint>

namespace tiercel {

struct Value {
  uint64_t bits;
  friend constexpr bool operator==(Value, Value) = default;  // eq?, bit for bit
};
static_assert(sizeof(Value) == 8);

enum Tag : uint64_t { tag_fixnum = 1, tag_object = 2, tag_immediate = 5, tag_pair = 6, tag_procedure = 7, tag_mask = 7 };

constexpr uint64_t tag_of(Value v) { return v.bits & tag_mask; }

// --- Immediates -----------------------------------------------------------------------------------------------------
// Low byte 0x05: a constant numbered by the upper bits.  Low byte 0x0D: a character, the scalar value from bit 8 up.
constexpr uint64_t constant_bits(uint64_t number) { return number << 8 | 0x05; }
constexpr Value v_false{constant_bits(0)};
constexpr Value v_nil{constant_bits(1)};    // #f ^ b1
constexpr Value v_empty{constant_bits(3)};  // #f ^ b1 ^ b2; constant_bits(2) stays unused so that both tests are masks
constexpr Value v_true{constant_bits(4)};
constexpr Value v_eof{constant_bits(5)};
constexpr Value v_unspecified{constant_bits(6)};  // true, and the REPL does not print it
constexpr Value v_default{constant_bits(7)};      // an optional argument that was not given
constexpr Value v_unbound{constant_bits(8)};      // what a global holds before its definition
constexpr Value v_undefined{constant_bits(9)};    // what a letrec variable holds before its initialisation
constexpr Value v_multiple{constant_bits(10)};    // MV: the values are in the context; storing it is an error
constexpr Value v_pending{constant_bits(11)};     // a primitive's "a condition is pending in the context"
constexpr Value v_tail_call{constant_bits(12)};   // interpreter only: handler chain asks its entry for a tail call
constexpr Value v_forward{constant_bits(13)};     // collector only: the car of a pair that has moved
constexpr Value v_deleted{constant_bits(14)};     // hash tables only: a removed entry
constexpr Value v_broken_weak{constant_bits(15)}; // what a weak reference reads after its object died

constexpr uint64_t falsity_bit = 0x100, emptiness_bit = 0x200;
constexpr bool is_false(Value v) { return (v.bits & ~falsity_bit) == v_false.bits; }     // #f or nil
constexpr bool is_truthy(Value v) { return !is_false(v); }
// What the consair dialect takes for false: #f, nil or '().
constexpr bool is_false_or_empty(Value v) { return (v.bits & ~(falsity_bit | emptiness_bit)) == v_false.bits; }
constexpr bool is_null(Value v) { return (v.bits & ~emptiness_bit) == v_nil.bits; }      // '() or nil
constexpr Value boolean(bool b) { return b ? v_true : v_false; }
constexpr bool is_boolean(Value v) { return v == v_true || v == v_false; }

constexpr bool is_char(Value v) { return (v.bits & 0xFF) == 0x0D; }
constexpr Value make_char(uint32_t scalar) { return {uint64_t{scalar} << 8 | 0x0D}; }
constexpr uint32_t char_scalar(Value v) { return static_cast<uint32_t>(v.bits >> 8); }

// --- Fixnums: value * 8 + 1 -----------------------------------------------------------------------------------------
constexpr int64_t fixnum_max = (int64_t{1} << 60) - 1, fixnum_min = -(int64_t{1} << 60);
constexpr bool is_fixnum(Value v) { return tag_of(v) == tag_fixnum; }
constexpr bool both_fixnums(Value a, Value b) { return ((a.bits & b.bits & 7) == 1) && (((a.bits | b.bits) & 7) == 1); }
constexpr bool fits_fixnum(int64_t n) { return n >= fixnum_min && n <= fixnum_max; }
constexpr Value make_fixnum(int64_t n) { return {static_cast<uint64_t>(n) << 3 | tag_fixnum}; }
constexpr int64_t fixnum_value(Value v) { return static_cast<int64_t>(v.bits) >> 3; }

// --- Immediate floats -----------------------------------------------------------------------------------------------
// By the low five bits of a word, so that one shift tells; the tag is three of them.
constexpr uint32_t float_endings = 0x19191919;
constexpr int float_rotation = 4;
constexpr bool is_immediate_float(Value v) { return float_endings >> (v.bits & 31) & 1; }
constexpr double immediate_float_value(Value v) { return std::bit_cast<double>(std::rotr(v.bits, float_rotation)); }
constexpr uint64_t rotate_float(double d) { return std::rotl(std::bit_cast<uint64_t>(d), float_rotation); }
// Whether `d` needs no box.  Encode with {rotate_float(d)}; make_flonum in layouts.h decides for you.
constexpr bool fits_immediate_float(double d) { return is_immediate_float(Value{rotate_float(d)}); }

// --- Pointers -------------------------------------------------------------------------------------------------------
constexpr bool is_pair(Value v) { return tag_of(v) == tag_pair; }
constexpr bool is_object(Value v) { return tag_of(v) == tag_object; }
constexpr bool is_procedure(Value v) { return tag_of(v) == tag_procedure; }
constexpr bool is_heap_pointer(Value v) { return (v.bits & 2) && (v.bits & 7) != 3; }  // 010, 110, 111
inline void* untagged(Value v) { return reinterpret_cast<void*>(v.bits & ~tag_mask); }

}  // namespace tiercel
