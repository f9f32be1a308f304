# make serve    build the book and serve it            make test      everything that guards the course
# make book     build the book                         make execute   run the lectures anew and keep their outputs
# make lab      open the lectures in JupyterLab        make notebooks plain notebooks for Colab and Binder
# make slides   slides for a room, one file a chapter  make pdf       the whole book as one file to print
# make pyodide  lay Python beside the site, so that chapters run on their pages (PYODIDE_PACKAGES=address; pyodide-core: for the tests)
# make oracles  add PyTorch, JAX, cosmic-ray            make test-oracles  the tests that need them
# make test-odd      grade every odd and hostile notebook that strangers have handed in
# make test-cluster  fit more examples than the memory of two workers holds
# make chapter NAME=20-what-it-is-about TITLE="What it is about"   begin a chapter
# make lock     resolve and pin the dependencies anew   make audit     the seconds of lectures, and pages on a phone
# make matrix   test on other processors, Pythons, systems (ONLY="name name" for some; hours for all)
# make bench    time it beside other libraries, and keep the tables (half an hour)   make bench-gpu    the same on a GPU
# make mutants  change every module of the library's floors, and see that tests fail (an hour)
# make planted  plant faults in the formulas of the pages and count those that are noticed (half an hour)
# make address URL=https://github.com/owner/name       stamp the repository's address
.PHONY: serve book slides pdf pyodide pyodide-core test test-oracles test-cluster test-odd execute chapter lab notebooks oracles lock address audit matrix mutants planted bench bench-gpu clean

VENV := .venv
PY := $(VENV)/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# One process, one thread pool: timings and two parallel test workers stay honest on small machines.
export OMP_NUM_THREADS ?= 1

# The CPU build of PyTorch is on no index under a name that a lock file can pin, so the oracles stay out of it.
# cosmic-ray, which spoils the library's code for `make mutants`, brings a dozen packages that no reader needs.
ORACLES ?= torch==2.13.0 jax==0.10.2 cosmic-ray==8.7.0

serve: $(VENV)/installed
	$(PY) -m scripts.build --serve

book: $(VENV)/installed
	$(PY) -m scripts.build

# The site's build writes them.
slides: book
	@ls _build/html/slides/*.html

pdf: book
	$(PY) -m scripts.pdf

# What no package index has, NumPy for WebAssembly among it, comes from the address in PYODIDE_PACKAGES.
pyodide: book
	$(PY) -m scripts.pyodide

pyodide-core: $(VENV)/installed
	$(PY) -m scripts.pyodide --core-only

test: $(VENV)/installed
	sh scripts/system.sh
	$(PY) scripts/test.py

# Where an oracle could not be installed, what needs it is skipped and says so.
test-oracles: oracles
	$(PY) scripts/test.py oracles

test-cluster: $(VENV)/installed
	$(PY) scripts/test.py cluster

test-odd: $(VENV)/installed
	$(PY) scripts/test.py odd

audit: $(VENV)/installed
	$(PY) -m scripts.audit
	$(PY) -m scripts.blocking
	$(PY) -m scripts.lighthouse

matrix: $(VENV)/installed
	$(PY) -m scripts.matrix $(ONLY)

execute: $(VENV)/installed
	$(PY) scripts/execute.py

chapter: $(VENV)/installed
	$(PY) -m scripts.chapter "$(NAME)" --title "$(TITLE)"

lab: $(VENV)/installed
	$(VENV)/bin/jupyter lab lectures

notebooks: $(VENV)/installed
	$(PY) scripts/notebooks.py

oracles: $(VENV)/oracles

# Peers must not have two threads, and no table another environment's.
bench: $(VENV)/oracles
	OMP_NUM_THREADS=1 $(PY) benchmarks/bandwidth.py --keep
	OMP_NUM_THREADS=1 $(PY) benchmarks/fits.py --keep
	OMP_NUM_THREADS=1 $(PY) benchmarks/epochs.py --keep
	OMP_NUM_THREADS=1 $(PY) benchmarks/convolution.py --keep
	OMP_NUM_THREADS=1 $(PY) benchmarks/importing.py --keep
	OMP_NUM_THREADS=1 $(PY) benchmarks/cluster.py --keep

bench-gpu: $(VENV)/installed
	$(PY) benchmarks/gpu.py --keep

address: $(VENV)/installed
	$(PY) scripts/address.py "$(URL)"

mutants: $(VENV)/installed
	$(PY) -m scripts.mutants

planted: $(VENV)/installed
	$(PY) tests/planting.py 210 --seed 0

lock: $(VENV)/installed
	$(PY) scripts/environment.py pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --no-annotate --no-strip-extras --custom-compile-command "make lock" \
	    --extra widgets --extra book --extra cluster --extra grading --extra test --extra bench \
	    pyproject.toml --output-file requirements.lock

clean:
	rm -rf _build $(VENV)

# The environment is made anew when what it should hold has changed: not when git has only written these files again.
$(VENV)/installed: requirements.lock pyproject.toml scripts/venv.sh scripts/environment.py
	@if [ -f $@ ] && cat $^ | cksum | cmp -s - $@; then touch $@; else \
	    echo "making $(VENV) and installing the pinned dependencies (with uv; several times slower where it cannot be had)" && \
	    sh scripts/venv.sh $(VENV) && $(PY) scripts/environment.py && cat $^ | cksum > $@; fi

# What the lock pinned stays as it is: the oracles come on top of it.
$(VENV)/oracles: $(VENV)/installed
	$(PY) -m pip freeze --exclude-editable > $(VENV)/constraints.txt
	if $(PY) -m pip install --quiet --constraint $(VENV)/constraints.txt $(ORACLES); then touch $@; \
	    else echo "PyTorch, JAX and cosmic-ray could not be installed: the tests that need them will be skipped."; fi
