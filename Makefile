# 平台 Pingtai: `make help` 列出全部命令 lists every command.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
PY := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed
WEB := api/static/.built
WEB_SOURCES := $(shell find api/web -name node_modules -prune -o -type f -print 2>/dev/null)
CODE := graph ingest api tests

STORE ?=
PORT ?= 8420
SERVE ?= 1
ARGS ?=
CORPUS ?= ../shared/corpus
PAIRS ?= ../shared/pairs
STORE_OPTION := $(if $(STORE),--store '$(STORE)')

# Python 3.11 to 3.13 is what every locked package has a build for; a newer one is tried last.
FIND_PYTHON = for p in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& { echo $$p; exit; }; done; \
	python3 -c 'import sys; sys.exit(sys.version_info < (3, 14))' 2>/dev/null && echo python3

# The system's Node, or the one that the locked packages bring.
NODE_PATH = if node -e 'process.exit(parseInt(process.versions.node) < 20)' 2>/dev/null \
	&& command -v npm >/dev/null; then :; else PATH="$(CURDIR)/$(VENV)/bin:$$PATH"; export PATH; fi

.PHONY: help install demo run serve test check neo4j eval bench browser pictures schema lock scale clean

help: ## 列出命令 This list
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo '变量 variables: STORE=embedded:文件夹|neo4j://主机:7687  PORT=8420  SERVE=0  ARGS=…  PYTHON=python3.12'

install: $(INSTALLED) $(WEB) ## 装入 .venv 并构建网页 Install into .venv and build the web view

$(VENV)/bin/pip:
	@set -e; py="$$($(FIND_PYTHON))"; \
	if [ -z "$$py" ]; then \
	echo '需要 Python 3.11 或更新：apt install python3 python3-venv。 Python 3.11 or newer is needed.' >&2; exit 1; fi; \
	rm -rf $(VENV); \
	if $$py -c 'import ensurepip' 2>/dev/null; then $$py -m venv $(VENV); \
	elif $$py -m virtualenv --quiet $(VENV) 2>/dev/null; then :; \
	elif $$py -m venv --without-pip $(VENV) && $$py -m pip --python $(PY) install --quiet pip 2>/dev/null; then :; \
	else rm -rf $(VENV); \
	echo '不能建立 .venv；请先 apt install python3-venv。 Cannot make .venv: apt install python3-venv first.' >&2; exit 1; fi

$(INSTALLED): requirements.lock pyproject.toml | $(VENV)/bin/pip
	@echo '安装依赖（首次约几分钟）… Installing dependencies (a few minutes the first time) …'
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# Without Node the rest works, so a failed build is told in a line and tried again the next time.
$(WEB): $(WEB_SOURCES) | $(INSTALLED)
	@$(NODE_PATH); if (cd api/web && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build); \
	then touch $@; \
	else echo '网页资源没有建成，图谱画布将缺席，其余照常。 The web bundle is not built: no canvas, all else works.'; fi

demo: install ## 载入示例并打开网页 Load the examples and serve the web view (SERVE=0: do not serve)
	$(VENV)/bin/pingtai demo $(STORE_OPTION) --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve)

run: demo ## 同 make demo The same as make demo

serve: install ## 只启动网页与接口 Serve the web view and the API
	$(VENV)/bin/pingtai serve $(STORE_OPTION) --port $(PORT)

test: install ## 运行全部测试 Run the whole default suite
	$(PY) -m pytest $(ARGS)

check: install ## 静态检查 Lint, format, types, import rules
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy $(CODE)
	$(VENV)/bin/lint-imports
	@$(NODE_PATH); if ! test -f $(WEB); then \
	echo '没有网页资源，略过前端检查。 No web bundle, front-end checks are left out.'; test -z "$$CI"; \
	else cd api/web && npm run --silent check; fi

neo4j: install ## 启动测试用 Neo4j（Maven） A real Neo4j from Maven, in the foreground
	$(PY) -m tests.neo4j.server

eval: install ## 抽取质量 Score extraction against the annotated corpus
	@if [ -d '$(CORPUS)' ]; then $(PY) -m tests.gold.evaluate '$(CORPUS)' --misses $(ARGS); \
	else echo '没有标注语料 $(CORPUS)，略过。 The annotated corpus is absent; nothing to score.'; fi
	@if [ -d '$(CORPUS)' ]; then $(PY) -m tests.gold.overlap '$(CORPUS)' $(if $(findstring --freeze,$(ARGS)),--freeze); fi
	@if [ -d '$(PAIRS)' ]; then $(PY) -m tests.gold.pairs '$(PAIRS)' --misses $(ARGS); \
	else echo '没有标注对 $(PAIRS)，略过。 The labelled pairs are absent; nothing to score.'; fi

bench: install ## 测速 Measure speed beside the bare libraries
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock \
	|| echo '没有装上 Datasette，略过与它的对比。 Datasette is not installed; no comparison with it.'
	$(PY) -m tests.bench.bench $(ARGS)
	$(PY) -m tests.bench.overlaps
	$(PY) -m tests.bench.canvas
	$(PY) -m tests.bench.api

browser: install ## 浏览器测试 Only the browser tests
	$(PY) -m pytest -m browser $(ARGS)

pictures: install ## 重画 README 的图 Draw the pictures of the README anew, from the examples
	$(PY) -m tests.browser.pictures docs/images

schema: install ## 生成数据字典 Write docs/DATA_DICTIONARY.md from the model
	@$(PY) -c 'from pathlib import Path; from graph.schema import data_dictionary; \
	Path("docs/DATA_DICTIONARY.md").write_text(data_dictionary(), "utf-8")'

lock: $(VENV)/bin/pip ## 重写锁文件 Resolve the dependencies anew
	@set -e; tool="$$(mktemp -d)"; trap 'rm -rf "$$tool"' EXIT; \
	$(PY) -m pip install --quiet --disable-pip-version-check --target "$$tool" uv; \
	resolve() { "$$tool/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header "$$@" pyproject.toml; }; \
	resolve --extra py2neo --extra dev -o requirements.lock; \
	resolve --extra scale --constraint requirements.lock -o requirements-scale.lock; \
	resolve --extra bench --constraint requirements.lock -o requirements-bench.lock; \
	if grep -q '://' requirements.lock requirements-scale.lock requirements-bench.lock; then \
	echo '锁文件里有地址。 A lock file holds an address.' >&2; exit 1; fi

scale: install ## 装入大规模比对的组件 The extra for very many platforms (Splink, DuckDB)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-scale.lock

clean: ## 删去安装与构建的东西（数据保留） Remove what was installed and built; data stays
	rm -rf $(VENV) .neo4j api/static api/web/node_modules build *.egg-info \
	.mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
