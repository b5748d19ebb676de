"""Where a Chromium stands on this machine; standard library only, so that set-up can ask before anything is installed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def installed() -> str | None:
    """Path of the Chromium the person named (CHROMIUM) or of the system's own; None when there is none.

    Raises:
        FileNotFoundError: CHROMIUM names a file that does not exist; the sentence is French.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        found = shutil.which(named)
        if found is None:
            raise FileNotFoundError(f"CHROMIUM désigne « {named} », qui n'est pas un programme.")
        return found
    return next((path for path in map(shutil.which, NAMES) if path), None)


def bundled(executable: str) -> str | None:
    """Path of the Chromium Playwright downloaded (`executable`, as Playwright tells it), if it is there."""
    return executable if Path(executable).exists() else None
