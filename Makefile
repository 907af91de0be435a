# SPDX-License-Identifier: Apache-2.0
# make            build/lockstep
# make test       build, and run every test
# make demo       lint and apply the sample migrations, on a throwaway server
# make oracle     how far `lockstep locks` agrees with what PostgreSQL 14 to 18 were measured to do (testdata/oracle)
# make preflight  what a project's own Makefile would run before it merges a migration: lint, then apply from nothing
# make check      layers, formatting, clang-tidy
# make format     reformat the C++ files
# make clean
#
# Each of them installs first what it needs (scripts/setup; nothing to do takes no time).

export CMAKE_BUILD_PARALLEL_LEVEL ?= $(shell nproc)
# The long tests wait for servers most of the time.
export CTEST_PARALLEL_LEVEL ?= $(shell expr 2 \* $(CMAKE_BUILD_PARALLEL_LEVEL))

BUILD := build
CONFIGURE_FLAGS :=
MIGRATIONS := testdata/shop/migrations
LOCKSTEP := $(BUILD)/lockstep

CONFIGURE = cmake --preset release -B $(BUILD) $(CONFIGURE_FLAGS)

.NOTPARALLEL:
.PHONY: build test demo oracle preflight check format clean setup setup-build setup-foreign-tools

build: setup-build
	$(CONFIGURE)
	cmake --build $(BUILD) --target lockstep

test: setup setup-foreign-tools
	$(CONFIGURE)
	cmake --build $(BUILD)
	ctest --test-dir $(BUILD) --output-on-failure --output-log $(BUILD)/ctest.log

demo: setup build
	cmake --build $(BUILD) --target temporary-cluster
	scripts/demo $(BUILD)

oracle: setup
	$(CONFIGURE)
	cmake --build $(BUILD) --target cmd_oracle_test
	$(BUILD)/cmd_oracle_test

preflight: setup build
	cmake --build $(BUILD) --target temporary-cluster
	$(LOCKSTEP) --dir $(MIGRATIONS) lint
	$(BUILD)/temporary-cluster -- $(LOCKSTEP) --dir $(MIGRATIONS) up

check: setup build
	scripts/check-files
	scripts/check-layers
	scripts/check-format
	scripts/check-tidy

format: setup
	git ls-files '*.h' '*.cc' '*.c' | xargs -r clang-format -i

clean:
	rm -rf $(BUILD)

setup:
	scripts/setup

setup-build:
	scripts/setup build

setup-foreign-tools:
	scripts/setup foreign-tools
