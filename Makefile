# make demo   the main job on a fresh lab: there, and back
# make test   everything, with the lab
# make test-faults   each moment of a rollout with each fault, on the lab: about two hours
# make test-simulation   100,000 simulated rollouts with faults
# make build | install | lint | bench

PREFIX ?= /usr/local
SWIFT  ?= swift
LAB    := Tests/Lab/lab
SHELL  := /bin/sh

.PHONY: demo test test-faults test-simulation build release install lint bench packages

packages:
	@sh .ci/install-packages
	@sh .ci/check-swift

build: packages
	$(SWIFT) build

release: packages
	$(SWIFT) build -c release --static-swift-stdlib --product umstieg

install: release
	install -s -D -m 0755 "$$($(SWIFT) build -c release --show-bin-path)/umstieg" "$(DESTDIR)$(PREFIX)/bin/umstieg"

lint: packages
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks
	shellcheck .ci/install-packages .ci/check-swift .ci/run .ci/test .ci/demo Benchmarks/run Benchmarks/rehearse

test: packages lint
	@sh .ci/test

test-faults: packages
	@sh .ci/test faults

test-simulation: packages
	$(SWIFT) build -c release --product umstieg-simulate
	@"$$($(SWIFT) build -c release --show-bin-path)/umstieg-simulate" --rollouts 100000

demo: build
	@sh .ci/demo

bench: packages
	@Benchmarks/run
	@Benchmarks/rehearse
