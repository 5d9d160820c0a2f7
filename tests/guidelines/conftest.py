"""The own city's guideline, loaded as `manage.py seed_sample` does."""

import pytest

from guidelines.revisions.loading_actions import load_guideline
from tests import build


@pytest.fixture
def ojiya(db):
    return load_guideline(build.OJIYA)
