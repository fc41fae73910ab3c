"""`python -m capitalisation`."""

from .cli import main

main(prog_name="capitalisation")
