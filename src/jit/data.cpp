#include "jit/data.h"

#include <algorithm>

#include <llvm/IR/Constants.h>

namespace tiercel::native {

namespace {

class DataEmitter {
 public:
  explicit DataEmitter(llvm::Module& module) : module_(module), context_(module.getContext()) {}

  void declare(const DataPiece& piece) {
    std::vector<llvm::Type*> fields;
    each_part(
        piece, [&](size_t, size_t size) { fields.push_back(bytes_type(size)); },
        [&](const std::string&) { fields.push_back(pointer()); });
    auto linkage = piece.exported ? llvm::GlobalValue::ExternalLinkage : llvm::GlobalValue::InternalLinkage;
    auto* variable = new llvm::GlobalVariable(module_, llvm::StructType::get(context_, fields, true), true, linkage,
                                              nullptr, piece.symbol);
    variable->setAlignment(llvm::Align(16));
    if (piece.exported) variable->setVisibility(llvm::GlobalValue::HiddenVisibility);
  }

  void fill(const DataPiece& piece) {
    std::vector<llvm::Constant*> fields;
    llvm::StringRef bytes(piece.bytes);
    each_part(
        piece,
        [&](size_t offset, size_t size) {
          fields.push_back(llvm::ConstantDataArray::getString(context_, bytes.substr(offset, size), false));
        },
        [&](const std::string& symbol) { fields.push_back(address_of(symbol)); });
    llvm::GlobalVariable* variable = module_.getGlobalVariable(piece.symbol, true);
    variable->setInitializer(llvm::ConstantStruct::get(llvm::cast<llvm::StructType>(variable->getValueType()), fields));
  }

 private:
  llvm::Type* pointer() { return llvm::PointerType::get(context_, 0); }
  llvm::Type* bytes_type(size_t size) { return llvm::ArrayType::get(llvm::Type::getInt8Ty(context_), size); }

  template <class OnBytes, class OnAddress>
  static void each_part(const DataPiece& piece, OnBytes on_bytes, OnAddress on_address) {
    std::vector<DataPiece::Address> addresses = piece.addresses;
    std::sort(addresses.begin(), addresses.end(), [](auto& x, auto& y) { return x.offset < y.offset; });
    size_t done = 0;
    for (const DataPiece::Address& each : addresses) {
      if (each.offset > done) on_bytes(done, each.offset - done);
      on_address(each.symbol);
      done = each.offset + sizeof(uint64_t);
    }
    if (done < piece.bytes.size()) on_bytes(done, piece.bytes.size() - done);
  }

  llvm::Constant* address_of(const std::string& symbol) {
    if (llvm::GlobalVariable* known = module_.getGlobalVariable(symbol, true)) return known;
    auto* declared = new llvm::GlobalVariable(module_, llvm::Type::getInt8Ty(context_), true,
                                              llvm::GlobalValue::ExternalLinkage, nullptr, symbol);
    declared->setVisibility(llvm::GlobalValue::HiddenVisibility);
    return declared;
  }

  llvm::Module& module_;
  llvm::LLVMContext& context_;
};

}  // namespace

// All are declared before one is filled, because they refer to each other.
void emit_data(llvm::Module& module, const std::vector<DataPiece>& pieces) {
  DataEmitter emitter(module);
  for (const DataPiece& piece : pieces) emitter.declare(piece);
  for (const DataPiece& piece : pieces) emitter.fill(piece);
}

}  // namespace tiercel::native
