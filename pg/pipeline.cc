// SPDX-License-Identifier: Apache-2.0
// Keeps account of what libpq's pipeline will answer.
#include "pg/pipeline.h"

#include <libpq-fe.h>

#include <cassert>
#include <chrono>
#include <exception>
#include <utility>

namespace lockstep::pg {

Pipeline::Pipeline(Connection& connection) : connection_(connection) {
  if (PQenterPipelineMode(connection_.connection_.get()) == 0) connection_.ThrowFailed();
}

Pipeline::~Pipeline() {
  if (!expected_.empty()) Abandon();
  PQexitPipelineMode(connection_.connection_.get());
}

void Pipeline::Send(std::string_view sql, const std::vector<Parameter>& parameters, Rows rows) {
  connection_.SendQuery(sql, parameters);
  // Else the server keeps the reply until its buffer is full or the Sync is reached, however long the next
  // statement takes.
  connection_.Sent(PQsendFlushRequest(connection_.connection_.get()));
  expected_.push_back(rows == Rows::kKeep ? Expected::kRows : Expected::kNoRows);
}

void Pipeline::Sync() {
  connection_.Sent(PQpipelineSync(connection_.connection_.get()));
  expected_.push_back(Expected::kSync);
}

PipelineReply Pipeline::Next() {
  assert(pending() > 0);
  if (!connection_.ok()) connection_.ThrowFailed();
  const Expected expected = expected_.front();
  if (expected == Expected::kNoRows) PQsetSingleRowMode(connection_.connection_.get());
  PipelineReply reply = expected == Expected::kSync ? TakeSync() : TakeStatement();
  expected_.pop_front();
  return reply;
}

PipelineReply Pipeline::TakeStatement() {
  PipelineReply reply;
  while (Result next = connection_.NextResult()) {
    const ExecStatusType status = PQresultStatus(next.get());
    if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT) RefuseCopy();
    if (status == PGRES_FATAL_ERROR) {
      reply = connection_.Translate(*next.get());
    } else if (status == PGRES_PIPELINE_ABORTED) {
      reply = PipelineAborted();
    } else if (status != PGRES_SINGLE_TUPLE) {
      reply = std::move(next);
    }
  }
  const auto* error = std::get_if<DatabaseError>(&reply);
  if (error != nullptr && error->ConnectionLost()) {
    connection_.GiveUp();
    throw *error;
  }
  const auto* result = std::get_if<Result>(&reply);
  if (result != nullptr && !*result) connection_.ThrowFailed();  // no answer at all
  return reply;
}

// The server reads what was queued behind it as data, or breaks off; libpq has no way back either.
void Pipeline::RefuseCopy() {
  connection_.GiveUp();
  throw DatabaseError(Failure::kConnectionLost, "COPY was sent in a pipeline, which breaks the connection");
}

PipelineReply Pipeline::TakeSync() {
  const Result sync = connection_.NextResult();
  if (!sync || PQresultStatus(sync.get()) != PGRES_PIPELINE_SYNC) connection_.ThrowFailed();
  connection_.interrupted_ = false;  // what comes next has not been cancelled yet
  return PipelineSynced{connection_.transaction_status()};
}

// Again and again, as a statement that the server has not begun is not hit.
void Pipeline::Abandon() noexcept {
  Waiting cancelling{.tick = std::chrono::milliseconds(100), .on_tick = [this] { connection_.Cancel(); }};
  std::swap(connection_.waiting_, cancelling);
  try {
    if (expected_.back() != Expected::kSync) Sync();
    while (!expected_.empty()) Next();
  } catch (const std::exception&) {
    // Lost, then: whoever uses the connection next is told.
  }
  std::swap(connection_.waiting_, cancelling);
}

}  // namespace lockstep::pg
