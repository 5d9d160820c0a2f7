"""What holds for every test of this room."""

import time

import pytest


@pytest.fixture(autouse=True)
def middle_of_a_step(monkeypatch):
    """The number of an app holds for thirty seconds: no test begins in one step and ends in the next."""
    middle = time.time() // 30 * 30 + 15
    monkeypatch.setattr(time, "time", lambda: middle)
