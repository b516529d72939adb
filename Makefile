# Thin names for the developers' habits; ./run and ./test are the front doors.
T ?= 60

.PHONY: help build test test-long check tidy bench fuzz coverage dev po clean

help:
	@echo 'make build | test | test-long | check | tidy | bench | fuzz T=seconds | coverage | dev | po | clean'

build:
	@tools/setup.sh build
	@TARGETS="minsheng minsheng-gmo" tools/build.sh build

test:
	@./test

test-long:
	@MINSHENG_LONG=1 ./test

check:
	@tools/setup.sh develop
	@tools/check.sh

tidy:
	@tools/setup.sh develop
	@tools/tidy.sh

bench:
	@tools/setup.sh develop
	@tools/build.sh build-bench --buildtype=release -Db_ndebug=false
	@bench/run.sh build-bench

fuzz:
	@tools/setup.sh develop
	@CC=clang tools/build.sh build-fuzz --buildtype=debug -Doptimization=1 -Dfuzz=true -Dc_args=-fsanitize=fuzzer-no-link \
		-Db_sanitize=address,undefined -Db_lundef=false
	@tools/fuzz.sh build-fuzz $(T)

coverage:
	@tools/setup.sh develop
	@tools/build.sh build-coverage --buildtype=debug -Db_coverage=true
	@tools/coverage.sh build-coverage

dev:
	@tools/setup.sh develop
	@tools/dev.sh

po:
	@tools/po.sh

clean:
	rm -rf build build-test build-clang build-bench build-fuzz build-coverage
