"""`python -m lexcurric`: the same as the `lexcurric` command."""

from lexcurric.cli.main import run

if __name__ == "__main__":
    run()
