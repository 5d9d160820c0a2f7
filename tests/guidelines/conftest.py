"""The own city's guideline, loaded as `manage.py seed_sample` does."""

from pathlib import Path

import pytest

from guidelines.actions import load_guideline

OJIYA = Path(__file__).resolve().parents[2] / "fixtures" / "guidelines" / "ojiya.json"


@pytest.fixture
def ojiya(db):
    return load_guideline(OJIYA)
