"""A Python environment that holds what a requirements file asks for; standard library only."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)


class SetUpError(Exception):
    """Set-up cannot go on; the message is a French sentence that says what to do."""


def say(message: str) -> None:
    """Tell the person what is being done, in order with what the tools print."""
    print(f"• {message}", flush=True)


def run(*command: str | Path) -> int:
    """Run a command from the project's root, its output shown; give its exit status."""
    return subprocess.run([str(word) for word in command], cwd=ROOT, check=False).returncode


def python_of(venv: Path) -> Path:
    """The interpreter of an environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def fingerprint(requirements: Path) -> str:
    """Digest of what an environment depends on: this Python, the file, and the files it includes."""
    digest = hashlib.sha256(sys.version.encode())
    waiting = [requirements]
    for path in waiting:
        text = path.read_text(encoding="utf-8")
        digest.update(text.encode())
        waiting += [path.parent / line.split()[1] for line in text.splitlines() if line.startswith("-r ")]
    return digest.hexdigest()


def prepare(venv: Path, requirements: Path) -> Path:
    """Create the environment and install the requirements, unless that was done for these very files.

    Returns:
        The environment's interpreter.

    Raises:
        SetUpError: Python is too old, or the environment or its packages could not be had.
    """
    if sys.version_info < OLDEST:
        raise SetUpError(
            "Python 3.11 ou plus récent est nécessaire. Installez-le, puis relancez la commande."
        )
    python, remembered, wanted = python_of(venv), venv / "requirements.sha256", fingerprint(requirements)
    usable = python.exists() and run(python, "-c", "") == 0
    if usable and remembered.exists() and remembered.read_text(encoding="ascii") == wanted:
        return python
    if not usable:
        say(f"Création de l'environnement Python dans {venv.relative_to(ROOT)}")
        if run(sys.executable, "-m", "venv", "--clear", venv) != 0:
            raise SetUpError(
                "L'environnement Python n'a pas pu être créé. "
                "Sous Debian : apt-get install -y python3-venv, puis relancez la commande."
            )
    say(f"Installation des dépendances ({requirements.relative_to(ROOT)})")
    if run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements) != 0:
        raise SetUpError(
            "Les dépendances n'ont pas pu être installées (message de pip ci-dessus). "
            "Vérifiez l'accès au réseau, puis relancez la commande."
        )
    remembered.write_text(wanted, encoding="ascii")
    return python
