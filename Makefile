# make demo   the main job on a fresh lab: there, and back
# make test   all that takes half an hour, with the lab
# make test-faults   each moment of a rollout with each fault, and what else takes long on the lab: about three hours
# make test-simulation   100,000 simulated rollouts with faults
# make test-fuzz   a million wrong outputs for each reader of what gateways and nodes print, and of what is imported
# make test-health   each fault that «umstieg health» has to name, on the lab: about a quarter of an hour
# make test-kernel   the key exchange's worker in a kernel of its own, with 10,000 peers
# make test-exchange     the key broker: 100,000 registrations over restarts of mosquitto, and schemathesis
# make test-pages   the pages of reports in headless Chromium: contrast and more by axe-core, and no page is too wide
# make build | install | lint | bench

PREFIX ?= /usr/local
SWIFT  ?= swift
LAB    := Tests/Lab/lab
SHELL  := /bin/sh

.PHONY: demo test test-pages test-faults test-simulation test-fuzz test-health test-kernel test-exchange build release install lint bench bench-exchange bench-inventory bench-mesh bench-peers bench-reports packages

packages:
	@sh .ci/install-packages
	@sh .ci/check-swift

build: packages
	$(SWIFT) build

release: packages
	$(SWIFT) build -c release --static-swift-stdlib --product umstieg
	$(SWIFT) build -c release --static-swift-stdlib --product umstieg-worker

# With the units of broker and worker, which `systemctl enable --now` starts once /etc/wgkex.yaml is there.
install: release
	@set -eu; built="$$($(SWIFT) build -c release --show-bin-path)"; \
	for program in umstieg umstieg-worker; do \
	    install -s -D -m 0755 "$$built/$$program" "$(DESTDIR)$(PREFIX)/bin/$$program"; \
	done; \
	for unit in umstieg-broker.service umstieg-worker.service; do \
	    install -d "$(DESTDIR)$(PREFIX)/lib/systemd/system"; \
	    sed 's|/usr/local/bin/|$(PREFIX)/bin/|' "Playbooks/systemd/$$unit" \
	        > "$(DESTDIR)$(PREFIX)/lib/systemd/system/$$unit"; \
	done

lint: packages
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks
	shellcheck .ci/install-packages .ci/check-swift .ci/run .ci/test .ci/demo Benchmarks/run Benchmarks/rehearse \
	    Benchmarks/peers/measure Benchmarks/mesh/run Benchmarks/inventory/run Benchmarks/reports/run Tests/Pages/check Tests/StandIns/* \
	    Tests/Lab/node/wireguard Tests/Lab/node/*/sbin/* Tests/Lab/node/*/etc/init.d/* Tests/Lab/node/root/lib/gluon/reload.d/* \
	    Tests/Lab/image/rootfs/usr/lib/umlab/* \
	    Playbooks/gluon/umstieg-mesh-vpn/files/usr/sbin/umstieg-mesh-vpn

test: packages lint
	@sh .ci/test

test-faults: packages
	@sh .ci/test faults

test-health: packages
	@sh .ci/test health

test-simulation: packages
	$(SWIFT) build -c release --product umstieg-simulate
	@"$$($(SWIFT) build -c release --show-bin-path)/umstieg-simulate" --rollouts 100000

test-fuzz: packages
	$(SWIFT) build -c release --product umstieg-fuzz
	@"$$($(SWIFT) build -c release --show-bin-path)/umstieg-fuzz" --inputs 1000000

test-pages: packages
	@Tests/Pages/check

# Static and stripped, as gateways get it.
test-kernel: packages
	$(SWIFT) build -c release --static-swift-stdlib --product umstieg-worker
	@set -eu; directory="$$(mktemp -d)"; trap 'rm -rf "$$directory"' EXIT; \
	strip -o "$$directory/umstieg-worker" "$$($(SWIFT) build -c release --show-bin-path)/umstieg-worker"; \
	Tests/KernelVM/kernel-vm --seconds 1200 "$$directory/umstieg-worker" Tests/KernelVM/checks.py \
	    Tests/KernelVM/gateway.py -- python3 checks.py

test-exchange: packages
	@Benchmarks/exchange/run soak
	@Benchmarks/exchange/run schemathesis

demo: build
	@sh .ci/demo

bench: packages bench-exchange bench-inventory bench-mesh bench-peers bench-reports
	@Benchmarks/run
	@Benchmarks/rehearse

bench-exchange: packages
	@Benchmarks/exchange/run bench

bench-inventory: packages
	@Benchmarks/inventory/run

bench-mesh: packages
	@Benchmarks/mesh/run

bench-reports: packages
	@Benchmarks/reports/run

bench-peers: packages
	@Benchmarks/peers/run
