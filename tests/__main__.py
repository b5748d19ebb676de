"""`python3 -m tests`: from a bare machine to every test run, in one command.

Only the standard library before `.venv` exists. Safe to run again: what is already there is kept. Words given
after the command go to pytest (`python3 -m tests -k projection`; `-n 0` runs all in one process). Exit status 0
when everything passed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from tests import chromium, nginx, postgres
from tests.environment import ROOT, SetUpError, prepare, python_of, run, say

VENV = ROOT / ".venv"
PYTHON = python_of(VENV)
# A process per core, each with its own server, browser and PostgreSQL; a file's tests stay together, in order.
TOGETHER = ["-n", "auto", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder"]
BROWSER_PATH = (
    "import playwright.sync_api as p\nwith p.sync_playwright() as k: print(k.chromium.executable_path)"
)


def find_chromium() -> str | None:
    """Path of a Chromium: the person's, the system's, or the one Playwright downloaded; None if none."""
    found = chromium.installed()
    if found:
        return found
    told = subprocess.run([PYTHON, "-c", BROWSER_PATH], cwd=ROOT, check=False, capture_output=True, text=True)
    return chromium.bundled(told.stdout.strip()) if told.returncode == 0 else None


def administrator() -> list[str] | None:
    """Words to put before a command to run it as administrator without a question; None when impossible."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], check=False, capture_output=True).returncode == 0:
        return [sudo, "-n"]
    return None


def install_package(package: str, why: str) -> bool:
    """Get a Debian package when that can be done without a question; tell whether it was."""
    prefix = administrator()
    if not shutil.which("apt-get") or prefix is None:
        return False
    say(f"{why} : installation du paquet {package} (apt-get)")
    quiet = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    if run(*quiet, "update") == 0 and run(*quiet, "install", "-y", package) == 0:
        return True
    say("apt-get n'a pas abouti")
    return False


def install_chromium() -> None:
    """Get a Chromium, by Debian's packages when allowed, else by Playwright's own download."""
    if install_package("chromium", "Aucun Chromium trouvé"):
        return
    say("Téléchargement du Chromium de Playwright")
    run(PYTHON, "-m", "playwright", "install", "chromium")


def prepare_browser() -> None:
    """Make sure a Chromium is there and starts: the browser tests are never skipped for want of one."""
    path = find_chromium()
    if path is None:
        install_chromium()
        path = find_chromium()
    if path is None:
        raise SetUpError(
            "Les tests ouvrent l'application dans un vrai navigateur et aucun Chromium n'a pu être installé. "
            "Installez-en un (Debian : apt-get install -y chromium) ou donnez son chemin : "
            "CHROMIUM=/chemin/du/navigateur python3 -m tests."
        )
    command = [path, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", "about:blank"]
    started = subprocess.run(command, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if started.returncode != 0:
        raise SetUpError(
            f"Chromium ({path}) ne démarre pas : {started.stderr.strip()[-300:]}\n"
            "Réinstallez-le (Debian : apt-get install -y chromium), puis relancez la commande."
        )


def prepare_postgres() -> None:
    """Make sure PostgreSQL's programmes are there: its tests are never skipped for want of them."""
    if postgres.installed() is None:
        install_package("postgresql", "Aucun PostgreSQL trouvé")
    if postgres.installed() is None:
        raise SetUpError(postgres.ABSENT)


def prepare_nginx() -> None:
    """Make sure nginx and what makes its certificate are there: the deployment is never left untested."""
    if nginx.installed() is None:
        for package in nginx.PACKAGES:
            install_package(package, "Aucun nginx trouvé")
    if nginx.installed() is None:
        raise SetUpError(nginx.ABSENT)


def check(words: list[str]) -> list[str]:
    """Run every check, whatever the earlier ones said; pytest last, so that its verdict closes the output.

    Returns:
        The names of the checks that failed.
    """
    checks = {
        "ruff check": ["ruff", "check", "."],
        "ruff format": ["ruff", "format", "--check", "."],
        "mypy": ["mypy"],
        "pytest": ["pytest", *TOGETHER, *words],
    }
    failed = []
    for name, command in checks.items():
        say(name)
        if run(PYTHON, "-m", *command) != 0:
            failed.append(name)
    return failed


def main(words: list[str]) -> int:
    """Set up, then check; give the exit status."""
    try:
        prepare(VENV, ROOT / "requirements-dev.txt")
        prepare_browser()
        prepare_postgres()
        prepare_nginx()
    except (SetUpError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 2
    failed = check(words)
    if failed:
        print(f"Échec : {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
