# Guichet: see README.md. Everything built goes under $(BUILD); nothing else is written to.
BUILD ?= build
CC := $(if $(filter default,$(origin CC)),gcc,$(CC))
SHARED ?= ../shared
SAN ?=
FUZZ ?=
KILLS ?=

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY:

# --- Flags ---------------------------------------------------------------------------------------------------------
warnings := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2 -Werror
hardening := -fstack-protector-strong -D_FORTIFY_SOURCE=2
sanitize := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer $(if $(FUZZ),-fsanitize=fuzzer-no-link)
mode_flags := $(if $(SAN),-O1 $(sanitize),-O2 $(hardening))
mode_links := $(if $(SAN),$(sanitize) $(BUILD)/tests/support/leaks.o,-Wl,-z,relro,-z,now)
CPPFLAGS += -D_GNU_SOURCE -MMD -MP $(if $(KILLS),-DGUICHET_KILL_POINTS)
CFLAGS += -std=gnu17 -g -fPIC $(warnings) $(mode_flags)
LDFLAGS += -Wl,--as-needed $(mode_links)

# What each part may include and link: a room that includes something else does not compile (see also `make layers`).
pkg = $(shell pkg-config $(1) $(2) 2>/dev/null)
kiosk_packages := ncursesw sqlite3 jansson libsodium libcrypto libqrencode
base_packages := sqlite3 jansson libsodium libcrypto
net_packages := libcurl jansson libssl libcrypto
trust_packages := xmlsec1-openssl jansson libcrypto
page_packages := cairo cairo-pdf pangocairo libdmtx libqrencode libqpdf poppler-glib zbar libjpeg jansson libcrypto
registry_packages := libmicrohttpd gnutls sqlite3 jansson libcrypto libsodium

cups_cflags = $(shell cups-config --cflags 2>/dev/null)
cups_libs = $(shell cups-config --libs 2>/dev/null)

# --- Sources -------------------------------------------------------------------------------------------------------
room_sources := $(filter-out kiosk/main.c $(if $(KILLS),,kiosk/kill_point.c),$(wildcard kiosk/*.c))
desk_sources := $(wildcard kiosk/desk/*.c)
command_sources := $(wildcard kiosk/command/*.c)
screen_sources := $(wildcard screens/*.c)
printing_sources := $(filter-out printing/worker.c,$(wildcard printing/*.c))
trust_sources := $(wildcard kiosk/workers/trust*.c)
training_sources := $(filter-out kiosk/training/main.c,$(wildcard kiosk/training/*.c))
object = $(patsubst %.c,$(BUILD)/%.o,$(1))

rooms_archive := $(BUILD)/librooms.a
screens_archive := $(BUILD)/libscreens.a
printing_archive := $(BUILD)/libprinting.a
training_archive := $(BUILD)/libtraining.a

executables := $(BUILD)/guichet $(BUILD)/guichet-worker $(BUILD)/guichet-registry
modules := $(BUILD)/worker-net.so $(BUILD)/worker-auth.so $(BUILD)/worker-trust.so $(BUILD)/worker-page.so

.PHONY: all
all: $(executables) $(modules)

$(BUILD)/printing/%.o: CFLAGS += $(call pkg,--cflags,$(page_packages)) $(cups_cflags)
$(BUILD)/kiosk/%.o: CFLAGS += $(call pkg,--cflags,$(base_packages))
$(BUILD)/kiosk/workers/net.o: CFLAGS += $(call pkg,--cflags,$(net_packages))
$(call object,$(trust_sources)): CFLAGS += $(call pkg,--cflags,$(trust_packages))
$(BUILD)/kiosk/training/%.o: CFLAGS += $(call pkg,--cflags,$(registry_packages))
$(BUILD)/screens/%.o: CFLAGS += $(call pkg,--cflags,ncursesw jansson sqlite3)
$(BUILD)/tests/%.o: CFLAGS += $(call pkg,--cflags,$(kiosk_packages) $(page_packages) $(net_packages) cmocka vterm) $(cups_cflags)

$(BUILD)/%.o: %.c | packages-for-build
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# --- Files of config/ carried in the executables: name, bytes, size -----------------------------------------------
kiosk_resources := $(sort $(wildcard config/2d-doc/*.tsv config/schema/*/*.sql config/guidance/*.tsv config/help/*.txt config/trust/*.pem))
registry_resources := $(sort $(wildcard config/2d-doc/*.tsv config/schema/*/*.sql config/guidance/*.tsv config/training/*.pem config/training/*.key config/trust/*.pem config/training/drivers/*.json))
all_resources := $(sort $(kiosk_resources) $(registry_resources)) # for tests
# Two generated files: the bytes (assembler, .incbin) and the table of names (C).
define resource_bytes
	@mkdir -p $(@D)
	@{ echo '.section .rodata'; n=0; for f in $^; do n=$$((n+1)); for side in start end; do \
	    echo ".global resource_$${n}_$$side"; echo ".hidden resource_$${n}_$$side"; echo "resource_$${n}_$$side:"; \
	    [ $$side = start ] && echo ".incbin \"$$f\"" || echo '.byte 0'; done; done; \
	    echo '.section .note.GNU-stack,"",@progbits'; } > $@
endef
define resource_table
	@mkdir -p $(@D)
	@{ echo '#include "kiosk/resource.h"'; n=0; for f in $^; do n=$$((n+1)); \
	    echo "extern const char resource_$${n}_start[], resource_$${n}_end[];"; done; \
	    echo 'const struct resource_entry resource_entries[] = {'; n=0; for f in $^; do n=$$((n+1)); \
	    echo "    {\"$${f#config/}\", resource_$${n}_start, resource_$${n}_end},"; done; echo '};'; \
	    echo 'const size_t resource_entry_count = sizeof resource_entries / sizeof resource_entries[0];'; } > $@
endef
$(BUILD)/resources/kiosk.S: $(kiosk_resources) ; $(resource_bytes)
$(BUILD)/resources/kiosk.c: $(kiosk_resources) ; $(resource_table)
$(BUILD)/resources/registry.S: $(registry_resources) ; $(resource_bytes)
$(BUILD)/resources/registry.c: $(registry_resources) ; $(resource_table)
$(BUILD)/resources/all.S: $(all_resources) ; $(resource_bytes)
$(BUILD)/resources/all.c: $(all_resources) ; $(resource_table)
$(BUILD)/resources/%-table.o: $(BUILD)/resources/%.c kiosk/resource.h
	$(CC) $(CFLAGS) -I. -c -o $@ $<
$(BUILD)/resources/%-bytes.o: $(BUILD)/resources/%.S
	$(CC) -c -o $@ $<
resource_objects = $(BUILD)/resources/$(1)-table.o $(BUILD)/resources/$(1)-bytes.o

# --- Archives, executables, modules ---------------------------------------------------------------------------------
define archive_rule
	@mkdir -p $(@D)
	@rm -f $@
	ar rcs $@ $^
endef
$(rooms_archive): $(call object,$(room_sources) $(desk_sources)) ; $(archive_rule)
$(screens_archive): $(call object,$(screen_sources)) ; $(archive_rule)
$(printing_archive): $(call object,$(printing_sources)) ; $(archive_rule)
$(training_archive): $(call object,$(training_sources)) ; $(archive_rule)

$(BUILD)/guichet: $(call object,kiosk/main.c $(command_sources)) $(call resource_objects,kiosk) $(screens_archive) $(rooms_archive)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(call pkg,--libs,$(kiosk_packages)) -linih

$(BUILD)/guichet-worker: $(call object,kiosk/workers/main.c kiosk/memory.c) # memory: free() that wipes, for the modules too
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^

$(BUILD)/worker-net.so: $(call object,kiosk/workers/net.c) $(rooms_archive)
	$(CC) $(CFLAGS) $(LDFLAGS) -shared $(if $(SAN),,-Wl,--no-undefined) -o $@ $^ $(call pkg,--libs,$(net_packages))
$(BUILD)/worker-auth.so: $(call object,kiosk/workers/auth.c) $(rooms_archive)
	$(CC) $(CFLAGS) $(LDFLAGS) -shared $(if $(SAN),,-Wl,--no-undefined) -o $@ $^ $(call pkg,--libs,libsodium jansson)
$(BUILD)/worker-trust.so: $(call object,$(trust_sources)) $(rooms_archive)
	$(CC) $(CFLAGS) $(LDFLAGS) -shared $(if $(SAN),,-Wl,--no-undefined) -o $@ $^ $(call pkg,--libs,$(trust_packages))
$(BUILD)/worker-page.so: $(call object,printing/worker.c) $(printing_archive) $(rooms_archive) $(call resource_objects,kiosk)
	$(CC) $(CFLAGS) $(LDFLAGS) -shared $(if $(SAN),,-Wl,--no-undefined) -o $@ $^ $(call pkg,--libs,$(page_packages)) $(cups_libs) -lm

$(BUILD)/guichet-registry: $(call object,kiosk/training/main.c) $(training_archive) $(call resource_objects,registry) $(printing_archive) $(rooms_archive)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(call pkg,--libs,$(registry_packages)) -lm

# --- Unit tests: tests/unit/test_X.c, each an executable -----------------------------------------------------------
unit_sources := $(wildcard tests/unit/test_*.c)
unit_tests := $(patsubst %.c,$(BUILD)/%,$(unit_sources))
support_sources := $(wildcard tests/support/*.c)
support_archive := $(BUILD)/libsupport.a
$(support_archive): $(call object,$(support_sources)) ; $(archive_rule)
test_libraries = $(call pkg,--libs,$(kiosk_packages) $(page_packages) $(net_packages) cmocka vterm libmicrohttpd gnutls) $(cups_libs) -linih -lutil -lm
# A worker body is in no archive: its unit test names it.
$(BUILD)/tests/unit/test_auth: $(BUILD)/kiosk/workers/auth.o
$(BUILD)/tests/unit/test_page_worker: $(BUILD)/printing/worker.o
$(BUILD)/tests/%: $(BUILD)/tests/%.o $(support_archive) $(screens_archive) $(training_archive) $(printing_archive) $(rooms_archive) $(call resource_objects,all)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< -Wl,--start-group $(filter-out $<,$^) -Wl,--end-group $(test_libraries)

.PHONY: packages-for-build
packages-for-build:

ifneq ($(SAN),)
$(executables) $(modules) $(unit_tests): | $(BUILD)/tests/support/leaks.o
endif

# --- All tests -----------------------------------------------------------------------------------------------------
screen_tests := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/screens/test_*.c))
e2e_tests := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/e2e/test_*.c))
fault_tests := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/faults/test_*.c))
ifneq ($(SAN),)
$(screen_tests) $(e2e_tests) $(fault_tests) $(BUILD)/tests/run: | $(BUILD)/tests/support/leaks.o
endif
runner := $(BUILD)/tests/run
$(runner): $(BUILD)/tests/run.o
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $<

.PHONY: test-programs fault-programs
test-programs: all $(runner) $(unit_tests) $(screen_tests) $(e2e_tests)
fault-programs: all $(runner) $(fault_tests)

export GUICHET_SHARED := $(abspath $(SHARED))
export GUICHET_BUILD := $(BUILD)
export UBSAN_OPTIONS ?= print_stacktrace=1
# Two jobs at once, or as many as there are processors, unless the caller said.
parallel = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc))
submake = +@$(MAKE) --no-print-directory $(parallel)

# --- Packages ------------------------------------------------------------------------------------------------------
# $(call install_packages,LISTS): installs what is missing of config/packages/LISTS; touches nothing when all is there.
package_names = $(shell sed 's/\#.*//' $(addprefix config/packages/,$(1)))
define install_packages
	@there=" $$(dpkg-query -W -f='$${db:Status-Status} $${Package}\n' $(package_names) 2>/dev/null | sed -n 's/^installed //p' | tr '\n' ' ')"; \
	missing=; for package in $(package_names); do case "$$there" in *" $$package "*) ;; *) missing="$$missing $$package" ;; esac; done; \
	[ -z "$$missing" ] && exit 0; \
	echo "Installing:$$missing"; [ "$$(id -u)" = 0 ] && as_root= || as_root=sudo; \
	$$as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update && \
	$$as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install $$missing
endef

# --- What people type ----------------------------------------------------------------------------------------------
# The rest of each runs in a second make, because this one asked pkg-config before it was installed.
.PHONY: run test test-unit test-screens test-e2e asan
run:
	$(call install_packages,build run)
	$(submake) all
	@exec $(BUILD)/guichet --training

test:
	$(call install_packages,build run test lint)
	$(submake) test-programs
	@$(runner) --deadline 900 tests/layers tests/lint $(unit_tests) $(screen_tests) $(e2e_tests)

test-unit test-screens test-e2e:
	$(call install_packages,build run test)
	$(submake) test-programs
	@$(runner) $(if $(filter %unit,$@),$(unit_tests))$(if $(filter %screens,$@),$(screen_tests))$(if $(filter %e2e,$@),$(e2e_tests))

# What fails is provoked: on what ships, and (a second build, $(BUILD)/kills) on processes that are killed at named points.
# Ends with a table of the kinds of fault.
.PHONY: test-faults
test-faults:
	$(call install_packages,build run test)
	$(submake) fault-programs
	$(submake) KILLS=1 BUILD=$(BUILD)/kills all
	@rm -f $(BUILD)/faults.tsv; \
	GUICHET_FAULTS_TABLE=$(abspath $(BUILD))/faults.tsv $(runner) --deadline 600 $(fault_tests); result=$$?; \
	echo; awk -f tests/faults/table.awk $(BUILD)/faults.tsv && exit $$result

# The same tests with the address and undefined behaviour sanitizers.
asan:
	$(call install_packages,build run test)
	$(submake) SAN=1 BUILD=$(BUILD)/san test-programs
	@$(BUILD)/san/tests/run --deadline 900 $(patsubst $(BUILD)/%,$(BUILD)/san/%,$(unit_tests) $(screen_tests) $(e2e_tests))

# Fuzzers (libFuzzer, with both sanitizers), each for FUZZ_SECONDS on its corpus tests/fuzz/NAME.
fuzzers := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/fuzz/fuzz_*.c))
$(BUILD)/tests/fuzz/%.o: CFLAGS += $(call pkg,--cflags,$(trust_packages))
$(BUILD)/tests/fuzz/fuzz_trust_list: $(call object,$(trust_sources))
$(BUILD)/tests/fuzz/fuzz_%: $(BUILD)/tests/fuzz/fuzz_%.o $(training_archive) $(printing_archive) $(rooms_archive) $(call resource_objects,all) | $(BUILD)/tests/support/leaks.o
	$(CC) $(CFLAGS) $(LDFLAGS) -fsanitize=fuzzer -o $@ $< -Wl,--start-group $(filter-out $<,$^) -Wl,--end-group $(test_libraries) $(call pkg,--libs,$(trust_packages))

.PHONY: fuzz fuzz-programs
export FUZZ_SECONDS ?= 60
fuzz-programs: $(fuzzers)
fuzz:
	$(call install_packages,build run test fuzz)
	$(submake) CC=clang-14 SAN=1 FUZZ=1 BUILD=$(BUILD)/fuzz fuzz-programs
	@tests/fuzz/run $(patsubst $(BUILD)/%,$(BUILD)/fuzz/%,$(fuzzers))

# --- Checks of the source ------------------------------------------------------------------------------------------
.PHONY: lint lint-format lint-rules lint-rules-fail lint-tidy lint-clang layers fresh
lint:
	$(call install_packages,build test lint)
	$(submake) $(runner)
	@$(runner) --deadline 900 tests/lint

layers:
	$(call install_packages,build test)
	$(submake) all $(runner)
	@$(runner) tests/layers

c_sources := $(wildcard kiosk/*.c kiosk/*/*.c screens/*.c printing/*.c tests/*.c tests/*/*.c)
c_files := $(c_sources) $(wildcard kiosk/*.h kiosk/*/*.h screens/*.h printing/*.h tests/*/*.h)
lint-format:
	clang-format-14 --dry-run -Werror $(c_files)
lint-rules:
	awk -f tests/rules.awk $(c_files)
# The rules find each offence of a file that is made of offences.
lint-rules-fail:
	@found=$$(awk -f tests/rules.awk tests/support/offences.txt | wc -l); [ "$$found" -eq 9 ] || { echo "tests/rules.awk:1: found $$found"; exit 1; }
# A file is checked again when its object is out of date, and so when a header of it has changed.
lint-tidy: $(patsubst %.c,$(BUILD)/lint/%.tidy,$(c_sources))
$(BUILD)/lint/%.tidy: CFLAGS += $(call pkg,--cflags,$(kiosk_packages) $(page_packages) $(net_packages) $(trust_packages) $(registry_packages) cmocka vterm) $(cups_cflags)
$(BUILD)/lint/%.tidy: %.c $(BUILD)/%.o .clang-tidy
	@mkdir -p $(@D)
	clang-tidy-14 --quiet $< -- $(CPPFLAGS) $(CFLAGS) && touch $@
lint-clang:
	$(submake) CC=clang-14 BUILD=$(BUILD)/clang test-programs fault-programs

# Proves `make run` and `make test`, each in a bare Debian 12 root of its own. As root; takes a while.
fresh:
	$(call install_packages,fresh)
	@tests/fresh

# --- Bench and pictures --------------------------------------------------------------------------------------------
bench_objects := $(call object,$(filter-out tests/bench/empty.c,$(wildcard tests/bench/*.c)))
$(BUILD)/tests/bench/bench: $(bench_objects) $(support_archive) $(screens_archive) $(training_archive) $(printing_archive) $(rooms_archive) $(call resource_objects,all)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(bench_objects) -Wl,--start-group $(filter-out $(bench_objects),$^) -Wl,--end-group $(test_libraries)
# The kiosk's libraries, kept though nothing is called.
$(BUILD)/tests/bench/empty: $(BUILD)/tests/bench/empty.o
	$(CC) $(CFLAGS) $(LDFLAGS) -Wl,--no-as-needed -o $@ $< $(call pkg,--libs,$(kiosk_packages)) -linih

.PHONY: bench screenshots
bench:
	$(call install_packages,build run bench)
	$(submake) all $(BUILD)/tests/bench/bench $(BUILD)/tests/bench/empty
	@$(BUILD)/tests/bench/bench

# A counter day: SOAK_PEOPLE people, drawn from SOAK_SEED; takes its time, and is not part of the tests.
soak_objects := $(call object,$(wildcard tests/soak/*.c))
$(BUILD)/tests/soak/soak: $(soak_objects) $(support_archive) $(screens_archive) $(training_archive) $(printing_archive) $(rooms_archive) $(call resource_objects,all)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(soak_objects) -Wl,--start-group $(filter-out $(soak_objects),$^) -Wl,--end-group $(test_libraries)
.PHONY: soak
soak:
	$(call install_packages,build run test)
	$(submake) all $(BUILD)/tests/soak/soak
	@$(BUILD)/tests/soak/soak

# The pictures of README.md, from a real run.
screenshots:
	$(call install_packages,build run test)
	$(submake) all $(BUILD)/tests/screens/pictures
	@mkdir -p config/doc/screens
	@$(BUILD)/tests/screens/pictures config/doc/screens

.PHONY: clean
clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
