// Tells gdb and perf about machine code while it is made: only where that was asked for, since it takes time and memory.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

#include "control/native_code.h"
#include "native/request.h"
#include "source/source_map.h"
#include "tier/perf_files.h"

namespace tiercel {

class CodeWatchers {
 public:
  // `gdb`: through gdb's interface for code made at run time.  `perf`: in the files that perf_files.h tells of.
  CodeWatchers(const SourceMap& sources, bool gdb, bool perf);
  ~CodeWatchers();
  CodeWatchers(const CodeWatchers&) = delete;
  CodeWatchers& operator=(const CodeWatchers&) = delete;

  // What will be missing, for a person; else empty.
  std::string problem() const { return perf_ ? perf_->problem() : ""; }

  bool wants_unwind_tables() const { return gdb_; }
  // perf looks at addresses when the process has ended: they must not have meant several things.
  bool needs_unique_addresses() const { return perf_ != nullptr; }

  void add(const NativeRange& range, const native::Result& result);
  void remove(const NativeRange& range);

 private:
  struct Registered;

  const SourceMap& sources_;
  bool gdb_;
  std::unique_ptr<PerfFiles> perf_;
  std::unordered_map<uintptr_t, std::unique_ptr<Registered>> registered_;  // by the begin of the code
};

}  // namespace tiercel
