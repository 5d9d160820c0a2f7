"""The own city's guideline, loaded as `manage.py seed_sample` does."""

import pytest

from guidelines.models import Guideline
from guidelines.revisions.loading_actions import load_guideline
from tests import build


@pytest.fixture
def ojiya(db):
    return Guideline.objects.filter(slug="ojiya").first() or load_guideline(build.OJIYA)
