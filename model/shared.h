// SPDX-License-Identifier: Apache-2.0
// What seldom differs between copies of an object.
#pragma once

#include <memory>

namespace lockstep::model {

// A value that its copies share until one of them is edited. Not there at first, and then it takes no memory
// and reads as T's default.
template <typename T>
class Shared {
 public:
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
