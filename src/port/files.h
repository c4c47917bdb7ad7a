// Files as a whole, and opening them.
#pragma once

#include <string>
#include <string_view>

#include "object/context.h"
#include "object/value.h"

namespace tiercel {

enum class OpenMode { input, output, append };

// A port on the file; v_pending with T4002 pending if the heap is full, v_false with errno set if the system refuses.
[[nodiscard]] Value open_file_port(Context* ctx, const std::string& path, OpenMode mode, bool textual);

// All answer false with errno set.
[[nodiscard]] bool read_whole_file(const std::string& path, std::string* contents);
// Replaces the file: a reader sees the old contents or the new ones, never a part.
[[nodiscard]] bool replace_file(const std::string& path, std::string_view contents);

}  // namespace tiercel
