"""Entry point of the frozen application."""

import multiprocessing
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()  # first: a spawned process must not open a second window
    from clinnet_gui.__main__ import main

    sys.exit(main())
