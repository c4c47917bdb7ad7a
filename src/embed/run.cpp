// The C door: running procedures, variables by name, what was raised, values that are kept.
#include <cstring>
#include <new>

#include "embed/embed.h"
#include "gen/errors.h"
#include "gen/primitives.h"
#include "object/types.h"
#include "port/message.h"
#include "port/printer.h"

using namespace tiercel;

namespace {

// The outcome as a result; stores the first value.
tc_result value_result(tc_isolate* isolate, const Outcome& outcome, tc_value* value) {
  tc_status status = note_outcome(isolate, outcome);
  if (status != TC_OK) return make_result(status, outcome.exit_code, outcome.text);
  *value = tc_unspecified();
  tc_value_at(isolate, 0, value);
  return failure(TC_OK);
}

Value raised_in(const tc_isolate* isolate) { return handle_value(isolate->context()->isolate, isolate->condition); }

}  // namespace

tc_result tc_evaluate_value(tc_environment* environment, const char* text, size_t length, const char* name,
                            tc_value* value) {
  if (!environment || !text || !name || !value) return failure(TC_MISUSE);
  tc_isolate* isolate = environment->isolate;
  if (!isolate->ready) return failure(TC_NOT_READY);
  Entered entered(isolate);
  if (entered.status() != TC_OK) return failure(entered.status());
  Outcome outcome = isolate->engine->evaluate(environment->top_level, text_of(text, length), name);
  return value_result(isolate, outcome, value);
}

tc_result tc_call(tc_isolate* isolate, tc_value procedure, const tc_value* arguments, size_t count, tc_value* value) {
  if (!isolate || !value || (count > 0 && !arguments) || !is_procedure(inside(procedure))) return failure(TC_MISUSE);
  if (!isolate->ready) return failure(TC_NOT_READY);
  Entered entered(isolate);
  if (entered.status() != TC_OK) return failure(entered.status());
  // Placing the arguments is the first that happens, so they need no protection here.
  auto* words = reinterpret_cast<const Value*>(arguments);
  return value_result(isolate, isolate->engine->call(inside(procedure), {words, count}), value);
}

size_t tc_value_count(const tc_isolate* isolate) { return isolate ? isolate->value_count : 0; }

int tc_value_at(const tc_isolate* isolate, size_t index, tc_value* value) {
  if (!isolate || !value || index >= isolate->value_count) return 0;
  Value kept = handle_value(isolate->context()->isolate, isolate->values);
  *value = outside(isolate->value_count == 1 ? kept : as_vector(kept)->elements[index]);
  return 1;
}

// --- Variables ------------------------------------------------------------------------------------------------------

tc_status tc_define(tc_environment* environment, const char* name, size_t length, tc_value value) {
  if (!environment || !name) return TC_MISUSE;
  tc_isolate* isolate = environment->isolate;
  if (!isolate->ready) return TC_NOT_READY;
  Entered entered(isolate);
  if (entered.status() != TC_OK) return entered.status();
  Outcome outcome = isolate->engine->define(environment->top_level, text_of(name, length), inside(value));
  return note_outcome(isolate, outcome);
}

tc_status tc_lookup(tc_environment* environment, const char* name, size_t length, tc_value* value) {
  if (!environment || !name || !value) return TC_MISUSE;
  tc_isolate* isolate = environment->isolate;
  if (!isolate->ready) return TC_NOT_READY;
  std::string text = write_value(intern(isolate->context(), text_of(name, length)));  // as a program would write it
  tc_result result = tc_evaluate_value(environment, text.data(), text.size(), "tc_lookup", value);
  tc_free(result.text);
  return result.status;
}

tc_status tc_primitive(tc_isolate* isolate, const char* name, size_t length, tc_value* value) {
  if (!isolate || !name || !value) return TC_MISUSE;
  if (!isolate->ready) return TC_NOT_READY;
  std::string_view wanted = text_of(name, length);
  for (int i = 0; i < primitive_count; i++) {
    if (wanted != primitive_table[i].name) continue;
    *value = outside(isolate->context()->isolate->primitives[static_cast<size_t>(i)]);
    return TC_OK;
  }
  return TC_MISUSE;
}

// --- What was raised ------------------------------------------------------------------------------------------------

tc_value tc_condition(const tc_isolate* isolate) { return isolate ? outside(raised_in(isolate)) : tc_nil(); }

const char* tc_condition_code(tc_value value) {
  if (!type_is_condition(inside(value))) return nullptr;
  Value code = as_condition(inside(value))->code;
  return is_fixnum(code) ? error_info(static_cast<ErrorCode>(fixnum_value(code))).code_text : "";
}

char* tc_condition_message(tc_value value, size_t* length) {
  if (!type_is_condition(inside(value))) return nullptr;
  std::string message = condition_message(as_condition(inside(value)));
  if (length) *length = message.size();
  return copy_text(message);
}

int tc_condition_irritants(tc_value value, tc_value* list) {
  if (!list || !type_is_condition(inside(value))) return 0;
  *list = outside(as_condition(inside(value))->irritants);
  return 1;
}

// --- Keeping --------------------------------------------------------------------------------------------------------

tc_handle* tc_keep(tc_isolate* isolate, tc_value value) {
  if (!isolate) return nullptr;
  auto* kept = new (std::nothrow) tc_handle{isolate, 0};
  if (kept) kept->handle = make_handle(isolate->context()->isolate, inside(value));
  return kept;
}

tc_value tc_kept(const tc_handle* kept) {
  return kept ? outside(handle_value(kept->isolate->context()->isolate, kept->handle)) : tc_nil();
}

void tc_release(tc_handle* kept) {
  if (!kept) return;
  release_handle(kept->isolate->context()->isolate, kept->handle);
  delete kept;
}
