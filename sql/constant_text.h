// SPDX-License-Identifier: Apache-2.0
// The text that an expression of constants has, as dynamic SQL is put together: literals, ||, format(),
// quote_ident(), quote_literal(), concat().
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

struct Node;

namespace lockstep::sql {

// The text that a name stands for; nothing where that is not known.
using TextOfName = std::function<std::optional<std::string>(std::string_view name)>;

// Nothing where the text does not follow from the expression.
std::optional<std::string> ConstantText(const ::Node* expression, const TextOfName& text_of_name);

}  // namespace lockstep::sql
