// What printer and parser share: the names of forms, and the text of symbols and constants.
#pragma once

#include <string>
#include <string_view>

#include "reader/datum.h"

namespace tiercel::core {

// Heads that are not primitives; a primitive of the same name is called with (prim-call NAME e ...).
bool is_form_name(std::string_view name);

std::string symbol_text(std::string_view name);  // with |bars| where needed
std::string constant_text(const Datum* datum);   // a constant as an expression: quoted unless it evaluates to itself

}  // namespace tiercel::core
