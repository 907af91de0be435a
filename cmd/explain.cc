// SPDX-License-Identifier: Apache-2.0
// lockstep explain: the runbook page of a rule, or a recipe.
#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include "cmd/commands.h"
#include "cmd/markdown.h"
#include "cmd/rule_names.h"
#include "cmd/runbook_pages.h"
#include "cmd/suggestion.h"
#include "rules/all_rules.h"
#include "sql/error.h"

namespace lockstep::cmd {

namespace {

constexpr std::string_view kRecipePrefix = "recipe-";

// Reports name a page as "runbooks/create-index-blocking.md".
std::string_view WithoutFolderAndExtension(std::string_view name) {
  constexpr std::string_view kFolder = "runbooks/";
  constexpr std::string_view kExtension = ".md";
  if (name.starts_with(kFolder)) name.remove_prefix(kFolder.size());
  if (name.ends_with(kExtension)) name.remove_suffix(kExtension.size());
  return name;
}

const RunbookPage* FindPage(std::string_view name) {
  const lint::Rule* rule = RuleNamed(name);
  if (rule != nullptr) name = rule->info.name;
  const auto pages = RunbookPages();
  const auto found = std::find_if(pages.begin(), pages.end(), [name](const RunbookPage& page) {
    return EqualIgnoringCase(page.name, name);
  });
  return found == pages.end() ? nullptr : &*found;
}

std::vector<std::string_view> Recipes() {
  std::vector<std::string_view> names;
  for (const RunbookPage& page : RunbookPages()) {
    if (page.name.starts_with(kRecipePrefix)) names.push_back(page.name);
  }
  return names;
}

std::string UnknownPageMessage(std::string_view name) {
  std::vector<std::string_view> known = RuleNames();
  for (const std::string_view recipe : Recipes()) known.push_back(recipe);
  const std::string suggestion = DidYouMean(name, known);
  return fmt::format("there is no page on \"{}\"{}", name,
                     suggestion.empty() ? "; `lockstep rules` lists the rules" : suggestion);
}

void Explain(std::string_view name, CommandContext& context) {
  const RunbookPage* page = FindPage(WithoutFolderAndExtension(name));
  if (page == nullptr) throw UsageError(UnknownPageMessage(name));
  Runtime& runtime = context.runtime();
  runtime.out << RenderMarkdown(page->text, context.ColorFor(runtime.out_is_terminal));
}

}  // namespace

void AddExplainCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command =
      app.add_subcommand("explain", "Explain a rule: the hazard, why it is one, the safe form");
  auto name = std::make_shared<std::string>();
  command
      ->add_option(
          "RULE", *name,
          fmt::format("id or name of a rule, such as MIG001, or one of {}", fmt::join(Recipes(), ", ")))
      ->required();
  command->callback([name, &context] { Explain(*name, context); });
}

}  // namespace lockstep::cmd
