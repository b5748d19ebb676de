"""The command line: one module per command."""

from aci_model.commands.line import main

__all__ = ["main"]
