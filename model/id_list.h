// SPDX-License-Identifier: Apache-2.0
// Lists of ids, and above all those that an object of the catalog holds, in order.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory_resource>
#include <vector>

namespace lockstep::model {

// Ids in memory that is not given back before all of them are done with: the catalog's, or a statement's
// scratch memory. Copies share what they hold, as revisions of an object differ by little: the ten thousandth
// index of a table costs no copy of the list of the others. Copying costs nothing, adding to the newest copy
// what adding to a vector does; leaving one out makes a list of its own. It owns nothing, and iterators stay
// valid while others add to their copies.
template <typename T>
class IdList {
 public:
  using const_iterator = const T*;
  using value_type = T;

  IdList() = default;
  // A list of its own.
  IdList(const IdList& values, std::pmr::memory_resource* memory) : IdList(values, values.size(), memory) {}

  const T* begin() const { return values_ == nullptr ? nullptr : values_->data(); }
  const T* end() const { return begin() + size_; }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T operator[](size_t index) const { return (*values_)[index]; }
  T front() const { return (*values_)[0]; }
  T back() const { return (*values_)[size_ - 1]; }
  bool Contains(T value) const { return std::find(begin(), end(), value) != end(); }
  bool operator==(const IdList& other) const {
    return std::equal(begin(), end(), other.begin(), other.end());
  }

  void Add(T value, std::pmr::memory_resource* memory) {
    // Another copy may have gone on already.
    if (values_ == nullptr || values_->size() != size_) *this = IdList(*this, size_ + kRoom, memory);
    values_->push_back(value);
    ++size_;
  }
  void clear() { *this = {}; }
  void Remove(T value, std::pmr::memory_resource* memory) {
    if (!Contains(value)) return;
    if (back() == value) {
      --size_;
      return;
    }
    *this = IdList(*this, memory);
    std::erase(*values_, value);
    size_ = values_->size();
  }

 private:
  static constexpr size_t kRoom = 4;  // for what is likely to be added next

  IdList(const IdList& values, size_t room, std::pmr::memory_resource* memory) : size_(values.size_) {
    if (room == 0) return;
    values_ = std::pmr::polymorphic_allocator<>(memory).new_object<std::pmr::vector<T>>();
    values_->reserve(room);
    values_->assign(values.begin(), values.end());
  }

  std::pmr::vector<T>* values_ = nullptr;  // of which the first `size_` are its own
  size_t size_ = 0;
};

template <typename List, typename T>
bool Contains(const List& values, T value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

}  // namespace lockstep::model
