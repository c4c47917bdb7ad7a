// Machine code across runs: which entry belongs to a unit, and when it is written.
#include "base/processor.h"
#include "control/library_code.h"
#include "engine/cached.h"
#include "engine/cached_form.h"
#include "engine/parts.h"
#include "object/layouts.h"
#include "tier/stored_code.h"

namespace tiercel {
namespace {

constexpr size_t machine_code_bytes_max = size_t{32} << 20;  // of one unit

}  // namespace

// The key holds all that decides what the compiler makes of a unit: the unit, the processor, whether haste comes before speed,
// and this build, which is linked with code of the very compiler that it opens.
void CompiledFiles::use_machine_code(Value body, const Digest& unit, std::string_view source) {
  bool usable = parts_.promotions && tiercel_library_code && parts_.options.jit_refuse.empty();
  if (!usable || !store()) return;
  Stopwatch watch(&parts_.time(Activity::cache));
  static const Digest processor = processor_identity();
  Hasher hasher;
  hasher.update(configuration_);
  hasher.text("machine code");
  hasher.update(unit);
  hasher.update(processor);
  hasher.number(parts_.options.jit_debug);
  hasher.number(parts_.promotions->keeps_fast_code());
  MachineCode code{hasher.finish(), std::string(source), nullptr};
  const Function* function = function_of(as_procedure(body));
  auto functions = static_cast<size_t>(vector_length(as_vector(as_code_unit(function->unit)->functions)));
  auto constants = static_cast<size_t>(vector_length(as_vector(function->constants)));
  if (auto bytes = store()->read(cache::Kind::native, code.key)) {
    code.archive = decode_archive(*bytes, functions, constants);
    hits_ += code.archive != nullptr;  // a unit without one may have nothing hot: that is no miss
  }
  if (!code.archive) code.archive = std::make_shared<UnitArchive>();
  parts_.promotions->use_archive(function, code.archive);
  std::lock_guard<std::mutex> lock(machine_code_mutex_);
  machine_code_.push_back(std::move(code));
}

void CompiledFiles::store_machine_code() {
  if (machine_code_.empty()) return;
  Stopwatch watch(&parts_.time(Activity::cache));
  parts_.promotions->settle();
  write_machine_code();
}

// On whichever thread.
void CompiledFiles::write_machine_code() {
  std::lock_guard<std::mutex> lock(machine_code_mutex_);
  for (MachineCode& code : machine_code_) {
    std::vector<uint8_t> bytes;
    {
      std::lock_guard<std::mutex> reading(code.archive->mutex);
      if (!std::exchange(code.archive->changed, false)) continue;
      bytes = encode_archive(*code.archive);
    }
    if (bytes.size() > machine_code_bytes_max) continue;
    wrote_ = true;
    if (store()->write(cache::Kind::native, code.key, absolute_path(code.source), bytes)) stored_++;
  }
}

}  // namespace tiercel
