# tables/*.scm → build/gen/*, by tools/generate_tables.py; the sources among them make the library `gen`.

find_package(Python3 REQUIRED COMPONENTS Interpreter)
file(GLOB_RECURSE TABLE_FILES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tables/*.scm)
file(GLOB GENERATOR_FILES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tools/tables/*.py)
set(GEN ${CMAKE_BINARY_DIR}/gen)
set(GEN_HEADERS ${GEN}/objects.h ${GEN}/opcodes.h ${GEN}/errors.h ${GEN}/passes.h ${GEN}/types.h ${GEN}/primitives.h
    ${GEN}/primitive_bodies.h ${GEN}/primitive_floats.h ${GEN}/primitive_checks.h ${GEN}/primitive_checks.inc ${GEN}/primitive_entries.inc)
set(GEN_SOURCES ${GEN}/opcodes.cpp ${GEN}/errors.cpp ${GEN}/passes.cpp ${GEN}/types.cpp ${GEN}/primitives.cpp
    ${GEN}/primitive_tables.cpp)

# The generator leaves files alone whose text does not change, so the rule's own product is a stamp.
add_custom_command(
  OUTPUT ${GEN}/stamp BYPRODUCTS ${GEN_HEADERS} ${GEN_SOURCES}
  COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tools/generate_tables.py ${CMAKE_SOURCE_DIR}/tables ${GEN}
  COMMAND ${CMAKE_COMMAND} -E touch ${GEN}/stamp
  DEPENDS ${TABLE_FILES} ${GENERATOR_FILES} ${CMAKE_SOURCE_DIR}/tools/generate_tables.py
  COMMENT "tables")
add_custom_target(tables DEPENDS ${GEN}/stamp)

# What the executable and the native compiler, which it opens when it is needed, have to agree about: every declaration.
file(GLOB_RECURSE AGREED_FILES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*.h)
add_custom_command(
  OUTPUT ${GEN}/agreement.h
  COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tools/generate_agreement.py ${CMAKE_SOURCE_DIR} ${GEN}/agreement.h
  DEPENDS ${AGREED_FILES} ${TABLE_FILES} ${GENERATOR_FILES} ${CMAKE_SOURCE_DIR}/tools/generate_agreement.py
  COMMENT "agreement")
add_custom_target(agreement DEPENDS ${GEN}/agreement.h)

add_library(gen STATIC ${GEN_SOURCES})
target_include_directories(gen PUBLIC ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/include ${CMAKE_BINARY_DIR})
target_compile_options(gen PRIVATE ${TIERCEL_NO_EXCEPTIONS})
add_dependencies(gen tables agreement)

if(TIERCEL_SANITIZER STREQUAL "address")
  set(TIERCEL_BUILD_KIND asan)
elseif(TIERCEL_SANITIZER STREQUAL "thread")
  set(TIERCEL_BUILD_KIND tsan)
elseif(CMAKE_BUILD_TYPE STREQUAL "Debug")
  set(TIERCEL_BUILD_KIND debug)
else()
  set(TIERCEL_BUILD_KIND release)
endif()
configure_file(${CMAKE_SOURCE_DIR}/cmake/version.h.in ${GEN}/version.h @ONLY)
