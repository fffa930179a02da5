"""`python -m jiaosuo.experiments.cli`: the command line without its installed name."""

from jiaosuo.experiments.cli import main

main()
