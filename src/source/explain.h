// The pages of tables/errors.scm as text: what `tiercel explain CODE` prints.
#pragma once

#include <string>
#include <string_view>

namespace tiercel {

// The page of an error, by its code in either case (T3001, t3001, 3001) or its name (wrong-type); empty if there is none.
std::string explain_error(std::string_view word);

// A line for each error: code, name, message.
std::string list_errors();

// What may have been meant by a word that names no error: "did you mean 'T3001'?", or empty.
std::string suggest_error(std::string_view word);

}  // namespace tiercel
