"""`python -m experiments.cli`: the command line without its installed name."""

from experiments.cli import main

main()
