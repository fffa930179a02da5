"""The figures that documents quote, remade by one command."""
