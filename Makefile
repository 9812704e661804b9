SHELL := /bin/bash
.DEFAULT_GOAL := help

BIN := .venv/bin
UV := .tools/bin/uv
UV_VERSION := 0.13.9
ENVIRONMENT := .venv/.installed
MODEL := models/lavterskel.tar.gz
WEB := bot/edge/chat/static/vendor/fonts.css
MODEL_SOURCES := config.yml $(wildcard domain/*.yml) $(wildcard data/rules/*.yml) \
	$(shell find data/nlu -name '*.yml') bot/safety/weights/concepts.marisa bot/safety/features.py \
	bot/safety/folding.py bot/brain/classifier.py \
	bot/brain/ruled_intents.py bot/brain/short_answers.py bot/brain/place_answers.py \
	bot/brain/plain_questions.py bot/brain/topic_titles.py bot/brain/follow_ups.py

export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
# Rasa's own dependencies warn at import; nothing in them is ours to mend.
export PYTHONWARNINGS := ignore

.PHONY: help demo up test check setup model weights web chromium lock catalogue migration screenshots fresh bench chaos clean

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

demo: $(ENVIRONMENT) $(MODEL) $(WEB) ## Set everything up and start the product with simulated phones
	@$(BIN)/lavterskel up --demo

up: $(ENVIRONMENT) $(MODEL) $(WEB) ## Start the product as the environment says (see README)
	@$(BIN)/lavterskel up

test: $(ENVIRONMENT) $(MODEL) $(WEB) chromium ## Run every test
	$(BIN)/pytest -q -n 2 --dist loadfile -m "not browser"
	$(BIN)/pytest -q -n 2 --dist loadfile -m browser

check: $(ENVIRONMENT) ## Hold style, types, layers, texts, recall, register and dialogue to their rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/lavterskel catalogue check
	$(BIN)/lavterskel bench recall
	LAVTERSKEL_REGISTER_DIR=data/register/demo $(BIN)/lavterskel register check
	$(BIN)/rasa data validate --domain domain --fail-on-warnings 2>&1 | grep -v -E "Warning|declarative_base|^  " ; test $${PIPESTATUS[0]} -eq 0

setup: $(ENVIRONMENT) ## Make the environment in .venv

model: $(MODEL) ## Train the model, when something it is made of has changed

weights: $(ENVIRONMENT) ## Learn anew what is kept as numbers: letter groups, concepts, the net's weights
	$(BIN)/python -m bot.brain.learning

web: $(WEB) ## Fetch the styles and fonts of the pages

chromium: ## Find a chromium for the browser tests, or install Debian's
	@bash scripts/chromium.sh

$(UV):
	@echo "Fetching uv $(UV_VERSION) ..."
	@python3 -m venv .tools
	@.tools/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(ENVIRONMENT): $(UV) requirements.lock pyproject.toml
	@echo "Installing the locked environment into .venv (about 600 MB to fetch the first time) ..."
	@$(UV) venv --quiet --allow-existing --python 3.11 .venv
	@$(UV) pip sync --python $(BIN)/python requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

$(MODEL): $(ENVIRONMENT) $(MODEL_SOURCES)
	@echo "Training the model (about a minute) ..."
	@$(BIN)/lavterskel train
	@touch $@

$(WEB): package-lock.json .npmrc scripts/npm.sh scripts/vendor.py data/topics/pictures.tsv | $(UV)
	@echo "Fetching the styles and fonts of the pages ..."
	@bash scripts/npm.sh ci --ignore-scripts --silent
	@python3 scripts/vendor.py

lock: $(UV) ## Lock the dependencies anew, from nothing
	rm -f requirements.lock
	$(UV) pip compile pyproject.toml --group brain --group test --python-version 3.11 \
		--generate-hashes --no-header --quiet --output-file requirements.lock

catalogue: $(ENVIRONMENT) ## Bring new and changed texts into every catalogue
	$(BIN)/lavterskel catalogue update

migration: $(ENVIRONMENT) ## Write the next migration: make migration NAME="what it does"
	$(BIN)/python scripts/new_migration.py "$(NAME)"

screenshots: $(ENVIRONMENT) $(MODEL) $(WEB) chromium ## Take the pictures of docs/images anew
	$(BIN)/python scripts/screenshots.py

fresh: ## Run the two commands on a fresh Debian tree (root and debootstrap needed)
	bash tests/fresh/run

bench: $(ENVIRONMENT) $(MODEL) ## Measure what docs/measurements.md says, and print it
	$(BIN)/python -m tests.bench

chaos: $(ENVIRONMENT) $(MODEL) ## Let everything fail at once, count what was lost or done twice: make chaos [SEED=7]
	SEED=$(SEED) $(BIN)/python -m tests.chaos

clean: ## Remove everything made, but not the data in var/
	rm -rf .venv .tools node_modules $(dir $(WEB)) models .mypy_cache .ruff_cache .pytest_cache
