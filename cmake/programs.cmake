# The executables.
#
# The boot image (bytecode and interfaces of everything in lib/) is made at build time by a stage-0 executable that is the
# same program with an empty image; the second-stage executable carries the image in its read-only data, as
#   extern "C" const unsigned char tiercel_boot_image[];  extern "C" const uint64_t tiercel_boot_image_size;

option(TIERCEL_IMAGE "Embed the boot image; without it libraries are compiled from source at start" ON)
file(GLOB CLI_SOURCES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/cli/*.cpp)
file(GLOB_RECURSE LIBRARY_SOURCES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/lib/*.sld ${CMAKE_SOURCE_DIR}/lib/*.scm)

# The documentation of all names lies beside it, as tiercel_documentation and tiercel_documentation_size.

# boot_image(NAME FILE TEXT): an object library that holds the image FILE and the documentation TEXT under the names above,
# or nothing under these names if FILE is empty.  Who takes the image out of an archive takes the machine code too.
function(boot_image name file text)
  if(file)
    set(reference)
    if(TIERCEL_NATIVE_LIBRARIES)
      set(reference ".quad tiercel_library_code\\n")
    endif()
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/${name}.cpp CONTENT [[
#include <cstdint>
asm(".section .rodata.boot_image,\"a\"\n.balign 4096\n.globl tiercel_boot_image\n"
    "tiercel_boot_image:\n.incbin \"@file@\"\n.globl tiercel_boot_image_end\ntiercel_boot_image_end:\n.byte 0\n.balign 8\n"
    ".globl tiercel_boot_image_size\ntiercel_boot_image_size:\n.quad tiercel_boot_image_end - tiercel_boot_image\n"
    ".globl tiercel_documentation\n"
    "tiercel_documentation:\n.incbin \"@text@\"\n.globl tiercel_documentation_end\ntiercel_documentation_end:\n.byte 0\n"
    ".balign 8\n.globl tiercel_documentation_size\n"
    "tiercel_documentation_size:\n.quad tiercel_documentation_end - tiercel_documentation\n"
    ".section .data.rel.ro.boot_image,\"aw\"\n@reference@.text\n");
]] @ONLY)
    set_source_files_properties(${CMAKE_BINARY_DIR}/${name}.cpp PROPERTIES OBJECT_DEPENDS "${file};${text}")
  else()
    file(WRITE ${CMAKE_BINARY_DIR}/${name}.cpp "#include <cstdint>\nextern \"C\" const unsigned char tiercel_boot_image[1] = {};\n"
         "extern \"C\" const uint64_t tiercel_boot_image_size = 0;\nextern \"C\" const unsigned char tiercel_documentation[1] = {};\n"
         "extern \"C\" const uint64_t tiercel_documentation_size = 0;\n")
  endif()
  add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/${name}.cpp)
endfunction()

boot_image(image_empty "" "")
if(CLI_SOURCES)
  # CLI11 reports usage errors by exceptions; they end in the file that calls it.
  set_source_files_properties(${CMAKE_SOURCE_DIR}/src/cli/options.cpp PROPERTIES COMPILE_OPTIONS "-fexceptions;-frtti")
  add_library(cli OBJECT ${CLI_SOURCES})
  target_compile_options(cli PRIVATE ${TIERCEL_NO_EXCEPTIONS})
  target_link_libraries(cli PRIVATE ${ALL_ROOMS})

  add_executable(tiercel $<TARGET_OBJECTS:cli>)
  target_link_libraries(tiercel PRIVATE ${ALL_ROOMS})
  if(TIERCEL_SANITIZER STREQUAL "none")
    # Relocating the shared one is a quarter of the start's instructions.
    target_link_options(tiercel PRIVATE -static-libstdc++ -static-libgcc)
  endif()
  if(TIERCEL_IMAGE)
    add_executable(tiercel_stage0 $<TARGET_OBJECTS:cli> $<TARGET_OBJECTS:image_empty>)
    target_link_libraries(tiercel_stage0 PRIVATE ${ALL_ROOMS})
    set(IMAGE ${CMAKE_BINARY_DIR}/gen/boot.image)
    set(SOURCES_OF_LIBRARIES ${IMAGE}.sources)
    add_custom_command(
      OUTPUT ${IMAGE} ${SOURCES_OF_LIBRARIES}
      COMMAND ${CMAKE_COMMAND} -E env ASAN_OPTIONS=detect_leaks=0 $<TARGET_FILE:tiercel_stage0> --no-image make-image ${CMAKE_SOURCE_DIR}/lib ${IMAGE}
      DEPENDS tiercel_stage0 ${LIBRARY_SOURCES}
      COMMENT "boot image")
    set(DOCUMENTATION ${CMAKE_BINARY_DIR}/gen/documentation.txt)
    file(GLOB DOCUMENTATION_TOOLS CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tools/documentation/*.py)
    add_custom_command(
      OUTPUT ${DOCUMENTATION}
      COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tools/generate_reference.py --embed ${DOCUMENTATION}
      DEPENDS ${LIBRARY_SOURCES} ${TABLE_FILES} ${GENERATOR_FILES} ${DOCUMENTATION_TOOLS}
              ${CMAKE_SOURCE_DIR}/tools/generate_reference.py
      COMMENT "documentation")
    boot_image(image_full ${IMAGE} ${DOCUMENTATION})
    set(IMAGE_PARTS $<TARGET_OBJECTS:image_full>)
    if(TIERCEL_NATIVE_LIBRARIES)
      # Neither the image nor the compiler changes with most changes of the sources, so this need not be done each time.
      set(LIBRARY_CODE ${CMAKE_BINARY_DIR}/library_code.o)
      add_custom_command(
        OUTPUT ${LIBRARY_CODE}
        COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/library_code
        COMMAND ${CMAKE_BINARY_DIR}/tiercel_stage0 make-objects ${IMAGE} ${CMAKE_BINARY_DIR}/library_code
        COMMAND ${CMAKE_CXX_COMPILER} -c ${CMAKE_BINARY_DIR}/library_code/table.s -o ${CMAKE_BINARY_DIR}/library_code/table.o
        COMMAND ${CMAKE_CXX_COMPILER} -fuse-ld=lld -nostdlib -r @${CMAKE_BINARY_DIR}/library_code/files
                ${CMAKE_BINARY_DIR}/library_code/table.o -o ${LIBRARY_CODE}
        DEPENDS ${IMAGE} tiercel_native
        COMMENT "native code of the libraries")
      set_source_files_properties(${LIBRARY_CODE} PROPERTIES EXTERNAL_OBJECT TRUE GENERATED TRUE)
      list(APPEND IMAGE_PARTS ${LIBRARY_CODE})
    endif()
    # The sources of the libraries: for `tiercel build` only (engine/library_sources.h).
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/library_sources.cpp CONTENT [[
asm(".section .rodata.library_sources,\"a\"\n.globl tiercel_library_sources\n"
    "tiercel_library_sources:\n.incbin \"@SOURCES_OF_LIBRARIES@\"\n.globl tiercel_library_sources_end\n"
    "tiercel_library_sources_end:\n.balign 8\n.globl tiercel_library_sources_size\n"
    "tiercel_library_sources_size:\n.quad tiercel_library_sources_end - tiercel_library_sources\n.text\n");
]] @ONLY)
    set_source_files_properties(${CMAKE_BINARY_DIR}/library_sources.cpp PROPERTIES OBJECT_DEPENDS ${SOURCES_OF_LIBRARIES})
    add_library(library_sources OBJECT ${CMAKE_BINARY_DIR}/library_sources.cpp)
    target_sources(tiercel PRIVATE ${IMAGE_PARTS} $<TARGET_OBJECTS:library_sources>)
  else()
    set(IMAGE_PARTS $<TARGET_OBJECTS:image_empty>)
    target_sources(tiercel PRIVATE ${IMAGE_PARTS})
  endif()
endif()

if(TIERCEL_TESTS)
  find_package(GTest)
  # The public header is C, so a C compiler reads it here: the one that belongs to the C++ compiler.
  string(REPLACE "clang++" "clang" CMAKE_C_COMPILER "${CMAKE_CXX_COMPILER}")
  enable_language(C)
  set(CMAKE_C_STANDARD 11)
  set(CMAKE_C_EXTENSIONS OFF)
  file(GLOB TEST_SOURCES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/unit/*/*_test.cpp ${CMAKE_SOURCE_DIR}/tests/unit/*/*.c)
  if(GTest_FOUND AND TEST_SOURCES)
    enable_testing()
    add_executable(unit_tests ${TEST_SOURCES} ${IMAGE_PARTS})
    target_include_directories(unit_tests PRIVATE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/tests/unit)
    # Test files keep exceptions because GoogleTest wants them; nothing throws through the runtime.
    target_link_libraries(unit_tests PRIVATE ${ALL_ROOMS} GTest::gtest GTest::gtest_main mpfr)
    include(GoogleTest)
    gtest_discover_tests(unit_tests DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 120)
  endif()
endif()

# The driver of fuzz/compare_levels.py, beside whichever executable it is to test.
if(TARGET image_full)
  add_executable(levels_driver ${CMAKE_SOURCE_DIR}/fuzz/levels_driver.cpp ${IMAGE_PARTS})
  target_compile_options(levels_driver PRIVATE ${TIERCEL_NO_EXCEPTIONS})
  target_link_libraries(levels_driver PRIVATE ${ALL_ROOMS})
endif()

# Fuzzers need libFuzzer's main, so they exist in the sanitized build only.
file(GLOB FUZZ_SOURCES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/fuzz/*_fuzz.cpp)
if(TIERCEL_SANITIZER STREQUAL "address")
  foreach(source IN LISTS FUZZ_SOURCES)
    get_filename_component(name ${source} NAME_WE)
    string(REGEX REPLACE "_fuzz$" "" name ${name})
    # Those that compile or run programs take the libraries from the image, and need a guard.
    set(parts $<TARGET_OBJECTS:image_empty>)
    if(name MATCHES "^(expand|program)$")
      set(parts ${CMAKE_SOURCE_DIR}/fuzz/guarded_engine.cpp ${IMAGE_PARTS})
    endif()
    add_executable(fuzz_${name} ${source} ${parts})
    target_include_directories(fuzz_${name} PRIVATE ${CMAKE_SOURCE_DIR})
    target_compile_options(fuzz_${name} PRIVATE ${TIERCEL_NO_EXCEPTIONS} -fsanitize=fuzzer)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    target_link_libraries(fuzz_${name} PRIVATE ${ALL_ROOMS})
  endforeach()
endif()
