// SPDX-License-Identifier: Apache-2.0
// What an object of the catalog seldom has, or seldom changes.
#pragma once

namespace lockstep::model {

// A value that the catalog keeps (Catalog::KeepValue()), for all revisions of an object that have it. Where
// it is not there it reads as T's default.
template <typename T>
class Kept {
 public:
  Kept() = default;

  explicit operator bool() const { return value_ != nullptr; }
  const T& operator*() const { return value_ == nullptr ? kDefault : *value_; }
  const T* operator->() const { return &**this; }

 private:
  friend class Catalog;

  explicit Kept(const T* value) : value_(value) {}

  inline static const T kDefault = {};

  const T* value_ = nullptr;
};

}  // namespace lockstep::model
