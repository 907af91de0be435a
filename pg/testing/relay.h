// SPDX-License-Identifier: Apache-2.0
// Stands between clients and a temporary cluster, and counts the messages of the protocol: for faults at each
// of them. https://www.postgresql.org/docs/current/protocol-message-formats.html
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "pg/testing/temporary_cluster.h"

namespace lockstep::pg {

struct RelayedMessage {
  size_t number = 0;  // from 1, of all connections and both directions together
  bool from_client = false;
  char type = 0;  // 0: a startup packet
};

// Listens on a socket of its own, and serves until it is destroyed. The cluster has to outlive it.
class Relay {
 public:
  // Called for each message before it is passed on, from the relay's thread. False: it is not, and all
  // connections are cut, on both sides.
  using Hook = std::function<bool(const RelayedMessage& message)>;

  Relay(const TemporaryCluster& cluster, Hook hook);
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  std::string Url(std::string_view database) const;
  size_t messages() const { return messages_; }

 private:
  // One direction of one connection.
  struct Stream {
    int from = -1;
    int to = -1;
    bool from_client = false;
    bool expects_startup = false;
    std::string buffer = {};
  };

  void Serve();
  void Accept();
  bool PassOn(Stream& stream);
  bool PassMessages(Stream& stream);
  void CutAll();

  std::string server_socket_;
  Hook hook_;
  std::filesystem::path directory_;
  int listener_ = -1;
  int wake_[2] = {-1, -1};
  std::vector<Stream> streams_;
  std::atomic<size_t> messages_ = 0;
  std::thread thread_;
};

}  // namespace lockstep::pg
