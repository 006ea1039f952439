# One word for each task; `make` alone lists them. A machine needs only
# Python 3.11 or newer with its venv module, make and git.

.DEFAULT_GOAL := help
.PHONY: help setup run browser test check audit format lock benchmark attack wander pictures clean

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

# The browser of the tests is the system's: Playwright never fetches its own.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Nothing is compiled when it is installed, so what Python compiles must be kept, whatever the machine says:
# else every process compiles all it imports, which takes three times as long.
unexport PYTHONDONTWRITEBYTECODE

# Sets $python. Debian and Ubuntu ship Python without the part of venv that
# installs pip, which otherwise shows only as a long error.
define find_python
python=; \
for candidate in python3 python3.13 python3.12 python3.11; do \
	if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
		python=$$candidate; break; \
	fi; \
done; \
if [ -z "$$python" ]; then \
	echo "Python 3.11 or newer is needed and was not found: apt install python3 python3-venv" >&2; exit 1; \
fi; \
if ! $$python -c 'import ensurepip, venv' >/dev/null 2>&1; then \
	version=$$($$python -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	echo "$$python has no venv module, which is needed: apt install python$$version-venv" >&2; exit 1; \
fi
endef

# Sets $chromium. It is started once, because Ubuntu's chromium-browser may be
# a script that only asks for a snap. The one without a window comes first: it
# takes a third less of a processor for the same pages.
define find_chromium
chromium=; \
for candidate in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do \
	if $$candidate --version >/dev/null 2>&1; then chromium=$$candidate; break; fi; \
done
endef

help: ## list the tasks
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1	\2/p' Makefile | expand -t 12

setup: $(STAMP) ## install the program and its tools in .venv

# Everything comes from the lock, with hashes and ready built; the project
# itself is then built with the locked setuptools, so nothing unlocked is run.
# The lock names all that is needed, so nothing is resolved again; `pip check` says
# if something were missing. Python compiles a module when it is first used: most never are.
$(STAMP): requirements.lock pyproject.toml
	@set -e; \
	if ! $(BIN)/python -c 'import pip' >/dev/null 2>&1; then \
		$(find_python); \
		$$python -m venv --clear $(VENV); \
	fi
	@echo "Installing the packages: some minutes, the first time"
	@$(BIN)/python -m pip install --quiet --no-compile --no-deps --require-hashes --only-binary :all: -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-compile --no-deps --no-build-isolation --no-index --editable .
	@$(BIN)/python -m pip check
	@touch $@

run: setup ## start the map on this computer
	$(BIN)/mali-map serve

# Installs Chromium where that needs no question to anybody; otherwise says
# what is missing, and the browser tests skip (or fail, with REQUIRE_BROWSER=1).
# CHROMIUM= names the package where any other that is there will not do.
browser:
	@$(find_chromium); \
	if [ -n "$$chromium" ] && [ "$${CHROMIUM:-$$chromium}" = "$$chromium" ]; then exit 0; fi; \
	may=no; as_root=; \
	if command -v apt-get >/dev/null; then \
		if [ "$$(id -u)" = 0 ]; then may=yes; \
		elif sudo -n true >/dev/null 2>&1; then may=yes; as_root="sudo -n"; fi; \
	fi; \
	if [ $$may = yes ]; then \
		echo "Installing Chromium for the browser tests"; \
		$$as_root apt-get update -qq -o Acquire::Retries=0 -o Acquire::http::Timeout=20 && \
		$$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
			-o DPkg::Lock::Timeout=120 "$${CHROMIUM:-chromium}" </dev/null >/dev/null || true; \
	fi; \
	$(find_chromium); \
	if [ -z "$$chromium" ]; then \
		echo "No Chromium for the browser tests: apt install chromium (or install Google Chrome)" >&2; \
	fi

# Apart, because the tests of the browser share the work in their own way.
test: setup browser ## run all tests; with ARGS= those that it tells pytest
ifdef ARGS
	$(BIN)/python -m pytest $(ARGS)
else
	$(BIN)/python -m pytest --numprocesses logical --dist worksteal --ignore tests/browser
	$(BIN)/python -m pytest --numprocesses logical tests/browser
endif

check: setup ## look for mistakes in style and types, and for unsafe code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy geo layers ui app.py cli.py
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml geo layers ui app.py cli.py

# Fails only on what was found. Where the scanner or its list of
# vulnerabilities cannot be had, it says that nothing was looked up.
audit: ## look up known vulnerabilities of the locked packages
	@set -e; \
	$(find_python); \
	folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	$$python -m venv "$$folder"; \
	if ! "$$folder/bin/python" -m pip install --quiet pip-audit 2>"$$folder/said"; then \
		echo "Not looked up: pip-audit cannot be installed here" >&2; exit 0; \
	fi; \
	"$$folder/bin/pip-audit" --progress-spinner off --require-hashes --disable-pip \
		--requirement requirements.lock --format json --output "$$folder/found.json" \
		2>"$$folder/said" || true; \
	if [ ! -s "$$folder/found.json" ]; then \
		echo "Not looked up: $$(tail -n 1 "$$folder/said")" >&2; exit 0; \
	fi; \
	$$python .ci/audited.py "$$folder/found.json"

format: setup ## put the code in the common format
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

# Versions already locked stay unless UPGRADE=1. uv is a tool of this task
# alone, so it lives and goes with a folder of its own.
lock: ## write requirements.lock again; UPGRADE=1 takes newer versions
	@set -e; \
	$(find_python); \
	folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	$$python -m venv "$$folder"; \
	"$$folder/bin/python" -m pip install --quiet uv; \
	"$$folder/bin/uv" pip compile --quiet --universal --python-version 3.11 --extra dev \
		--generate-hashes --no-emit-index-url --no-header $(if $(UPGRADE),--upgrade) \
		--output-file requirements.lock pyproject.toml; \
	if grep -n '://' requirements.lock; then \
		echo "requirements.lock must name no address" >&2; exit 1; \
	fi

benchmark: setup ## repeat the measurements
	$(BIN)/python -m benchmarks

# The walks of the tests, drawn anew and for longer. A failure prints what repeats it.
attack: setup ## attack with larger numbers than the tests do; for every night
	ATTACK_TABLES=10000 ATTACK_KILLS=100 ATTACK_SESSIONS=60 ATTACK_DAMAGES=all \
		$(BIN)/python -m pytest --numprocesses logical --dist worksteal -k "shown_sum or killed or beside or damage" \
		tests/geo/test_suppression.py tests/geo/test_workspace.py tests/geo/sources/test_refresh.py \
		tests/geo/test_work_queue.py tests/layers/test_damages.py tests/test_benchmarks.py

MINUTES ?= 20
wander: setup browser ## walk the app in any order for MINUTES=20, in a browser and without one
	$(BIN)/python -m tests.wander $(MINUTES)

pictures: setup browser ## make the pictures of the documentation again
	$(BIN)/python -m tests.browser.pictures

clean: ## remove what the other tasks made; workspace/ stays
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
