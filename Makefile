# Every target is one call of tools/dev.py; the logic is there.
PYTHON ?= python3
DEV = @$(PYTHON) tools/dev.py

.DEFAULT_GOAL := help
.PHONY: help run stop clean update shell test lint pot

help: ## Say what each target does
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 14

run: ## Serve the addons with a sample organisation on this machine
	$(DEV) run

stop: ## Stop the server and its PostgreSQL
	$(DEV) stop

clean: ## Stop, and remove everything `make` made in this checkout
	$(DEV) clean

update: ## Bring the addons of the running database up to date
	$(DEV) update

shell: ## Open Odoo's shell, or run a script: make shell < script.py
	$(DEV) shell

test: ## Run every test; a part of them quickly: make test k=EXPRESSION
	$(DEV) test $(if $(k),-k "$(k)")

lint: ## Check style, views, translations and licences
	$(DEV) lint

pot: ## Write the translation templates, i18n/*.pot
	$(DEV) pot
