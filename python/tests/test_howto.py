"""The programs of docs/how-to/python.md run as they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import naxdse


def checkout() -> Path | None:
    """The repository that this file lies in, or was copied from."""
    named = os.environ.get("NAXDSE_CHECKOUT")
    for folder in [Path(named)] if named else list(Path(__file__).resolve().parents):
        if (folder / "docs" / "how-to" / "python.md").is_file():
            return folder
    return None


@pytest.mark.skipif(checkout() is None, reason="the documentation is not here")
def test_the_loop_with_optuna_runs(tmp_path: Path) -> None:
    pytest.importorskip("optuna")
    folder = checkout()
    assert folder is not None
    page = (folder / "docs" / "how-to" / "python.md").read_text(encoding="utf-8")
    program = re.search(r"cat > nas\.py <<'END'\n(.*?)\nEND\n", page, re.DOTALL)
    assert program is not None
    # As many trials as show that it runs.
    (tmp_path / "nas.py").write_text(program.group(1).replace("n_trials=300", "n_trials=20"), encoding="utf-8")
    environment = os.environ | {"NAXDSE": naxdse.find_program()}
    done = subprocess.run([sys.executable, "nas.py"], cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 0, done.stderr
    assert re.match(r"\d+ \[", done.stdout), done.stdout
