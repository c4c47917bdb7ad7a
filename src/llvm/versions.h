// What is said differently to the versions of LLVM that Tiercel is built with: 19 to 22.
#pragma once

#include <llvm/BinaryFormat/Dwarf.h>
#include <llvm/Config/llvm-config.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/TargetParser/Triple.h>

namespace tiercel::native {

// A triple as modules and targets want it; strings till version 20.
#if LLVM_VERSION_MAJOR >= 21
inline const llvm::Triple& triple_argument(const llvm::Triple& triple) { return triple; }
#else
inline const std::string& triple_argument(const llvm::Triple& triple) { return triple.str(); }
#endif

// The language of compile units.  Debuggers know no Scheme; C is what they need least to know about.
#if LLVM_VERSION_MAJOR >= 22
inline llvm::DISourceLanguageName language_argument() { return llvm::DISourceLanguageName(llvm::dwarf::DW_LANG_C); }
#else
inline unsigned language_argument() { return llvm::dwarf::DW_LANG_C; }
#endif

// The machine that passes are asked of which make code; every machine is one.
#if LLVM_VERSION_MAJOR >= 20
using CodeGeneratingMachine = llvm::TargetMachine;
#else
using CodeGeneratingMachine = llvm::LLVMTargetMachine;
#endif

}  // namespace tiercel::native
