// The contents of an entry for a compiled file, as bytes and back.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/cached.h"

namespace tiercel {

// Of what is written here.
constexpr uint64_t compiled_form_version = 4;

struct ProgramForm {
  bool begins_with_import = false;
  uint32_t scopes = 0;
  std::span<const syntax::ImportSet> import_sets;
};

struct StoredForm {
  const Dependencies& dependencies;
  const Warnings& warnings;
  const std::vector<std::vector<std::string>>& file_libraries;
  const std::vector<std::string>& homes;
  uint32_t own_cells;
  std::span<const uint8_t> interface, unit;
  const Digest& unit_digest;
  ProgramForm program;
};

// How people who ask what is stored are told of a source.
std::string absolute_path(const std::string& path);

std::vector<uint8_t> encode_compiled(const StoredForm& form);
// Null if the bytes are not what encode_compiled makes.
std::unique_ptr<CompiledFile> decode_compiled(std::vector<uint8_t> bytes, NameTable& names);

}  // namespace tiercel
