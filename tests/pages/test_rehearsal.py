"""What the server prepares when it starts: the first person to open a page waits for none of it."""

import subprocess
import sys

from pages._shared import rehearsal, welcome
from tests.pages.app import ROOT

LOADED = """
import sys
from pages._shared import rehearsal
rehearsal.rehearse()
print("\\n".join(sys.modules))
"""


def test_nothing_slow_is_left_for_the_first_person_to_import():
    out = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=ROOT, check=True, capture_output=True, text=True, timeout=120
    )
    loaded = set(out.stdout.splitlines())
    drawing = {f"pages._shared.{path.stem}" for path in (ROOT / "pages/_shared").glob("[a-z]*.py")}
    of_the_server = {"pages._shared.server", "pages._shared.delivery"}
    needed = drawing - of_the_server | {"scipy.special", "scipy.optimize", "plotly.graph_objs"}
    assert needed - loaded == set()
    assert out.stderr == ""  # and the whole example was worked out


def test_a_rehearsal_that_fails_is_told_in_the_log_and_stops_nothing(monkeypatch, tmp_path, caplog):
    monkeypatch.setattr(welcome, "SAMPLE", tmp_path / "absent.xlsx")
    monkeypatch.setattr(rehearsal, "HEAVY", ("no_such_module",))
    rehearsal.rehearse()
    assert [record.message for record in caplog.records] == [
        "cannot import no_such_module at start-up",
        "cannot rehearse at start-up",
    ]
