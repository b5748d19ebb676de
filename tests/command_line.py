"""The command line as a person sees it: what is printed, and the status it ends with."""

from __future__ import annotations

import json

from aci_model.commands.line import main


def answered(capsys, *words):
    """What a command that ends well prints; nothing may go to the error output."""
    assert main([str(word) for word in words]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    return printed.out


def computed(capsys, *words):
    return json.loads(answered(capsys, "calculer", *words, "--format", "json"))


def refused(capsys, *words):
    """The one sentence with which a command refuses; it prints nothing else and ends with 2."""
    try:
        status = main([str(word) for word in words])
    except SystemExit as leaving:
        status = leaving.code
    printed = capsys.readouterr()
    assert status == 2
    assert printed.out == ""
    (sentence,) = printed.err.splitlines()
    assert "Traceback" not in sentence
    return sentence
