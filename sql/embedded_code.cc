// SPDX-License-Identifier: Apache-2.0
#include "sql/embedded_code.h"

#include <utility>

#include "sql/postgres_nodes.h"

namespace lockstep::sql {

class EmbeddedCode::Reader {
 public:
  Reader(const CodeHolder& holder, EmbeddedCode& code) : holder_(holder), code_(code) {}

  void Read(const ParsedCode& parsed, const ::FuncCall* call) {
    if (!parsed.unread().empty()) return NotRead(holder_.fallback, parsed.unread());
    const Constants constants = parsed.ConstantsOf(call);
    code_.statements_.reserve(parsed.parts().size());
    for (const auto& [part, tree] : parsed.parts()) {
      if (!part.unread.empty()) {
        NotRead(SpanOf(part), part.unread);
      } else if (part.is_dynamic) {
        AddDynamic(part, TextOf(tree, constants));
      } else {
        Add(part, tree);
      }
    }
  }

  void NotRead(Span span, std::string reason) {
    Statement statement{.number = holder_.number, .span = span, .has_places = false};
    statement.error = SyntaxError{.message = std::move(reason), .offset = span.begin};
    code_.statements_.push_back({std::move(statement), true});
  }

 private:
  Span SpanOf(const CodePart& part) const {
    if (!part.span || !holder_.place) return holder_.fallback;
    return {*holder_.place + part.span->begin, *holder_.place + part.span->end};
  }

  void Add(const CodePart& part, const ParseTree& tree) {
    if (!tree.ok()) {
      return NotRead(SpanOf(part), "it cannot be parsed: " + ReadableMessage(tree.error()->message, part.text,
                                                                             tree.error()->cursor_position));
    }
    for (const ::RawStmt* raw : tree.statements()) {
      Statement statement{.number = holder_.number, .span = SpanOf(part), .node = raw->stmt};
      statement.has_places = part.base && holder_.place;
      if (statement.has_places) statement.location_base = *holder_.place + *part.base;
      code_.statements_.push_back({std::move(statement), part.is_conditional});
    }
  }

  void AddDynamic(const CodePart& dynamic, std::optional<std::string> text) {
    if (!text) return NotRead(SpanOf(dynamic), "its text is put together when it runs");
    CodePart part{.span = dynamic.span, .is_conditional = dynamic.is_conditional};
    const size_t quote = part.span ? holder_.text.substr(part.span->begin, part.span->size()).find(*text)
                                   : std::string_view::npos;
    if (quote != std::string_view::npos) {
      part.base = part.span->begin + quote;
      part.span = Span{*part.base, *part.base + text->size()};
    }
    part.text = *std::move(text);
    Add(part, code_.dynamic_.emplace_back(ParseTree::Parse(part.text)));
  }

  const CodeHolder& holder_;
  EmbeddedCode& code_;
};

EmbeddedCode EmbeddedCode::Read(const CodeHolder& holder, std::shared_ptr<const ParsedCode> parsed,
                                const ::FuncCall* call) {
  EmbeddedCode code;
  code.parsed_ = std::move(parsed);
  Reader(holder, code).Read(*code.parsed_, call);
  return code;
}

EmbeddedCode EmbeddedCode::Read(const SourceFile& file, const Statement& block) {
  const CodeHolder holder{.text = file.Text(block.span),
                          .place = block.span.begin,
                          .fallback = block.span,
                          .number = block.number};
  return Read(holder,
              std::make_shared<const ParsedCode>(std::string(holder.text), block.node,
                                                 block.span.begin - block.location_base),
              nullptr);
}

EmbeddedCode EmbeddedCode::NotRead(const CodeHolder& holder, std::string reason) {
  EmbeddedCode code;
  Reader(holder, code).NotRead(holder.fallback, std::move(reason));
  return code;
}

}  // namespace lockstep::sql
