# The executables.

file(GLOB CLI_SOURCES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/cli/*.cpp)
if(CLI_SOURCES)
  add_executable(tiercel ${CLI_SOURCES})
  target_compile_options(tiercel PRIVATE ${TIERCEL_NO_EXCEPTIONS})
  target_link_libraries(tiercel PRIVATE ${ALL_ROOMS})
endif()

if(TIERCEL_TESTS)
  find_package(GTest)
  file(GLOB TEST_SOURCES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/unit/*/*_test.cpp)
  if(GTest_FOUND AND TEST_SOURCES)
    enable_testing()
    add_executable(unit_tests ${TEST_SOURCES})
    target_include_directories(unit_tests PRIVATE ${CMAKE_SOURCE_DIR})
    # Test files keep exceptions because GoogleTest wants them; nothing throws through the runtime.
    target_link_libraries(unit_tests PRIVATE ${ALL_ROOMS} GTest::gtest GTest::gtest_main)
    include(GoogleTest)
    gtest_discover_tests(unit_tests DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 120)
  endif()
endif()
