// SPDX-License-Identifier: Apache-2.0
// What an object of the catalog seldom has, or seldom changes.
#pragma once

#include <concepts>
#include <memory>
#include <utility>

namespace lockstep::model {

// A value that its copies share until one of them is edited, as revisions of an object differ by little. Not
// there at first, and then it takes no memory and reads as T's default; nor does it where a value is assigned
// that can be compared with that and is the same.
template <typename T>
class Shared {
 public:
  Shared& operator=(T&& value) {
    bool is_default = false;
    if constexpr (std::equality_comparable<T>) is_default = value == kDefault;
    value_ = is_default ? nullptr : std::make_shared<T>(std::move(value));
    return *this;
  }

  explicit operator bool() const { return value_ != nullptr; }
  const T& operator*() const { return value_ == nullptr ? kDefault : *value_; }
  const T* operator->() const { return &**this; }

  // To be changed in place; copies keep what they have.
  T& Edit() {
    if (value_ == nullptr || value_.use_count() > 1) value_ = std::make_shared<T>(**this);
    return *value_;
  }

 private:
  inline static const T kDefault = {};

  std::shared_ptr<T> value_;
};

}  // namespace lockstep::model
