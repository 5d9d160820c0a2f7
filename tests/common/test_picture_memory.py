"""Four people hand in a picture of fifty million points at the same moment: the server that takes them stays small."""

import re
import subprocess
import sys

import pytest

from tests.all import clean_environment
from tests.house import ROOT


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux says what a process took at most")
def test_four_pictures_of_fifty_million_points_stay_under_400_megabytes_together():
    command = [sys.executable, "tests/bench/pictures.py", "RGBA.PNG"]
    done = subprocess.run(command, cwd=ROOT, env=clean_environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(re.search(r"(\d+) MB at most", done.stdout)[1]) < 400
