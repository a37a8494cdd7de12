# A bare Python (3.11 or later) and GNU make are all that it takes: everything else goes into .venv.
.DEFAULT_GOAL := aide
.SUFFIXES:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PY := .venv/bin/python
PYTEST_ARGS ?= $(ARGS)

# A stamp named after the locks: a changed lock has no stamp, nor has an installation that was cut short.
empreinte = $(firstword $(shell cat $(1) | cksum))
SITE := .venv/installe-$(call empreinte,requirements.txt)
OUTILS := .venv/outils-$(call empreinte,requirements.txt requirements-dev.txt)
# A stamp says nothing of a Python that the system has replaced since.
PERDU := $(shell $(PY) -c '' 2>/dev/null || echo perdu)

.PHONY: aide run test lint couverture captures bench demo-reset messages verrou perdu
aide: ## Cette aide
	@echo 'make <cible> — Python 3.11 ou plus récent suffit.'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' Makefile | expand -t 14

run: $(SITE) ## Le site, sur http://127.0.0.1:8000 (PORT=… pour changer)
	@exec $(PY) -m partenariat.lancement

test: $(OUTILS) ## Tous les tests, sur une base jetable (ARGS='-k mot' pour en choisir)
	@exec $(PY) -m pytest $(PYTEST_ARGS)

# The settings ask for these; neither types nor migrations need a connection.
SANS_BASE := DATABASE_URL=postgres:///aucune SECRET_KEY=aucune ALLOWED_HOSTS=localhost
lint: $(OUTILS) ## Style, types, gabarits, étages et migrations
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(SANS_BASE) $(PY) -m mypy
	find templates -name '*.html' -exec .venv/bin/djade --check --target-version 5.2 {} +
	$(PY) -c 'from importlinter.cli import lint_imports_command as c; c()'
	$(SANS_BASE) $(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

couverture: $(OUTILS) ## Les branches que les tests parcourent : onze minutes, refusées sous le seuil de pyproject.toml
	@$(PY) -m coverage erase
	$(PY) -m coverage run -m pytest $(ARGS)
	@$(PY) -m coverage combine --quiet
	@$(PY) -m coverage report --skip-covered

captures: $(OUTILS) ## Refait les images des pages (tests/captures, docs/captures), après un changement voulu
	@CAPTURES=refaire NAVIGATEUR_REQUIS=1 $(PY) -m pytest -n 0 tests/navigateur/test_captures.py

bench: $(OUTILS) ## Les mesures (bench/README.md dit comment les lire)
	@exec $(PY) -m bench $(ARGS)

demo-reset: $(SITE) ## Efface la base embarquée et ses secrets (CONFIRMER=oui)
	@exec $(PY) -m partenariat.lancement.effacer

messages: $(OUTILS) ## Relève les textes à traduire (GNU gettext requis)
	@command -v xgettext >/dev/null || \
	  { echo 'GNU gettext est absent : « apt-get install gettext » (Debian, Ubuntu).' >&2; exit 1; }
	$(PY) manage.py makemessages -l en -e html,txt,xml,py --no-obsolete --no-wrap --ignore=.venv --ignore=.donnees --ignore=tests
	@sed -i '/^"\(POT-Creation-Date\|Report-Msgid-Bugs-To\):/d' locale/*/LC_MESSAGES/django.po

VERROUILLER := UV_CUSTOM_COMPILE_COMMAND='make verrou' $(PY) -m uv pip compile --quiet --no-config --universal \
  --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links
verrou: $(OUTILS) ## Recalcule les deux verrous (ARGS=--upgrade pour monter les versions)
	$(VERROUILLER) $(ARGS) pyproject.toml -o requirements.txt
	$(VERROUILLER) $(ARGS) --group pyproject.toml:dev -c requirements.txt -o requirements-dev.txt

$(SITE): $(PERDU)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo 'Python 3.11 ou plus récent est requis (PYTHON=python3.x pour en désigner un autre).' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo 'Le module venv est absent : « apt-get install python3-venv » (Debian, Ubuntu).' >&2; exit 1; }
	@$(PY) -m pip --version >/dev/null 2>&1 || { echo 'Création de .venv…'; $(PYTHON) -m venv --clear .venv; }
	@$(PY) -m partenariat.lancement.installation requirements.txt
	@rm -f .venv/installe-* && touch $@

$(OUTILS): $(SITE)
	@$(PY) -m partenariat.lancement.installation requirements-dev.txt
	@rm -f .venv/outils-* && touch $@
