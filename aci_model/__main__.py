"""Run the command line: `python -m aci_model`."""

import sys

from aci_model.commands.line import main

sys.exit(main(sys.argv[1:]))
