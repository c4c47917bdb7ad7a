# The runtime as a product: libtiercel_rt.a and libtiercel_rt.so, everything behind include/tiercel/tiercel.h.
#
# Both hold every room but the prompt and the command line, the boot image, and the machine code of the libraries.  The
# archive is made so that a static program keeps only what it reaches: sections of single functions, the image and the
# tables of primitives in members of their own (a program that defines these itself gets none of them), one member for the
# code of each library.  utf8proc is inside, so that a program needs GMP and the C++ library and nothing else.

set(RUNTIME_ROOMS ${ALL_ROOMS})
list(REMOVE_ITEM RUNTIME_ROOMS repl)
set(RUNTIME_OBJECTS)
set(RUNTIME_TARGETS)
foreach(room IN LISTS RUNTIME_ROOMS)
  get_target_property(kind ${room} TYPE)
  if(kind STREQUAL "STATIC_LIBRARY")
    list(APPEND RUNTIME_OBJECTS $<TARGET_OBJECTS:${room}>)
    list(APPEND RUNTIME_TARGETS ${room})
  endif()
endforeach()
set(RUNTIME_LIBRARIES gmp utf8proc)

if(TIERCEL_IMAGE)
  list(APPEND RUNTIME_OBJECTS $<TARGET_OBJECTS:image_full>)
  list(APPEND RUNTIME_TARGETS image_full)

  get_filename_component(LLVM_BINARIES ${CMAKE_CXX_COMPILER} REALPATH)
  get_filename_component(LLVM_BINARIES ${LLVM_BINARIES} DIRECTORY)
  find_program(TIERCEL_ARCHIVER llvm-ar HINTS ${LLVM_BINARIES} REQUIRED)
  find_library(UTF8PROC_ARCHIVE libutf8proc.a REQUIRED)
  set(RUNTIME_ARCHIVE ${CMAKE_BINARY_DIR}/libtiercel_rt.a)
  set(RUNTIME_MEMBERS ${CMAKE_BINARY_DIR}/gen/libtiercel_rt.members)
  set(CODE_MEMBERS)
  if(TIERCEL_NATIVE_LIBRARIES)
    set(CODE_MEMBERS @${CMAKE_BINARY_DIR}/library_code/files ${CMAKE_BINARY_DIR}/library_code/table.o)
  endif()
  # What mentions a built program: in the archive only, whose members are taken where something wants them.
  add_library(program_main OBJECT ${CMAKE_SOURCE_DIR}/src/program/main.cpp ${CMAKE_SOURCE_DIR}/src/program/embedded.cpp)
  target_compile_options(program_main PRIVATE ${TIERCEL_NO_EXCEPTIONS})
  target_link_libraries(program_main PRIVATE ${LOWER_ROOMS})
  set(ARCHIVED_OBJECTS ${RUNTIME_OBJECTS} $<TARGET_OBJECTS:program_main>)
  file(GENERATE OUTPUT ${RUNTIME_MEMBERS} CONTENT "$<JOIN:${ARCHIVED_OBJECTS},\n>\n")
  add_custom_command(
    OUTPUT ${RUNTIME_ARCHIVE}
    COMMAND ${CMAKE_COMMAND} -E rm -f ${RUNTIME_ARCHIVE}
    COMMAND ${TIERCEL_ARCHIVER} qc ${RUNTIME_ARCHIVE} @${RUNTIME_MEMBERS} ${CODE_MEMBERS}
    COMMAND ${TIERCEL_ARCHIVER} qLs ${RUNTIME_ARCHIVE} ${UTF8PROC_ARCHIVE}
    DEPENDS ${RUNTIME_TARGETS} program_main ${ARCHIVED_OBJECTS} ${RUNTIME_MEMBERS} ${LIBRARY_CODE}
    COMMENT "libtiercel_rt.a")
  add_custom_target(tiercel_rt ALL DEPENDS ${RUNTIME_ARCHIVE})
  add_dependencies(tiercel tiercel_rt)  # which `tiercel build` links programs with

  # Nothing but the C interface is visible.
  add_library(tiercel_rt_shared SHARED ${RUNTIME_OBJECTS} ${LIBRARY_CODE})
  target_link_libraries(tiercel_rt_shared PRIVATE ${RUNTIME_LIBRARIES} ${CMAKE_DL_LIBS})
  target_link_options(tiercel_rt_shared PRIVATE -Wl,--version-script=${CMAKE_SOURCE_DIR}/cmake/tiercel_rt.map
    -Wl,-z,start-stop-visibility=hidden)
  set_target_properties(tiercel_rt_shared PROPERTIES OUTPUT_NAME tiercel_rt LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}
    VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR} LINK_DEPENDS ${CMAKE_SOURCE_DIR}/cmake/tiercel_rt.map
    LINKER_LANGUAGE CXX)
endif()
