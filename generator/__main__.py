"""`python -m generator`, or `python -m fingerpost` where it is installed."""
import sys

from .cli import main

sys.exit(main())
