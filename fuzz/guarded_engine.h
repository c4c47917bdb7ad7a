// An engine for fuzz targets that may be given any text: it cannot reach a file, and nothing that runs in it goes on for
// ever.
//
// `open` and `unlink` of the C library are replaced in these executables (guarded_engine.cpp): while an input is
// at work they refuse, so no input reads a device or removes a file.  Calls and iterations use up fuel,
// and a thread interrupts what the fuel does not reach, such as loops inside library procedures.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "engine/engine.h"

namespace tiercel::fuzz {

// To be called once, from LLVMFuzzerInitialize: standard input and output become the null device, the watch begins.
void start_guard();

// What to do with an input, in a fresh top level that is dropped afterwards.
using Work = void (*)(Engine&, TopLevel*, std::string_view);

// Runs `work` on the input under all limits, in an engine that is made anew from time to time.
void run_guarded(const uint8_t* data, size_t size, Work work);

}  // namespace tiercel::fuzz
