// Any bytes through the reader: it ends, it does not crash, what it reads can be written, and the written form reads back
// as the same text.
// proves: E16
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "reader/datum_sink.h"
#include "reader/datum_writer.h"
#include "reader/reader.h"
#include "source/diagnostics.h"

using namespace tiercel;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  SourceMap sources;
  FileId file = sources.add("fuzz", std::string(text));
  Arena arena;
  NameTable names;
  DiagnosticList diagnostics;
  ReadAll all = read_all(text, file, arena, names, diagnostics);
  (void)render(sources, diagnostics);
  (void)is_incomplete(text);
  (void)dump_tokens(text);
  for (const Datum* datum : all.data) {
    std::string written = write_datum(*datum);
    DiagnosticList none;
    ReadAll again = read_all(written, file, arena, names, none);
    if (again.data.size() != 1 || !none.empty() || write_datum(*again.data[0]) != written) std::abort();
  }
  return 0;
}
