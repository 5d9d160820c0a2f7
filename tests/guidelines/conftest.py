"""The own city's guideline, loaded as `manage.py seed_sample` does."""

import pytest
from django.db import transaction

from guidelines.models import Guideline
from guidelines.revisions.loading_actions import load_guideline
from tests import build


@pytest.fixture(scope="module")
def shared_library(django_db_setup, django_db_blocker):
    """For a file of tests of which none needs an empty library: loaded once, in a transaction around all of them.

    What a test changes is rolled back at its end; what stands here, at the end of the file. The file says
    `pytest.mark.usefixtures("shared_library")` for all its tests, so that their order does not matter.
    """
    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()
        load_guideline(build.OJIYA)
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def ojiya(db):
    return Guideline.objects.filter(slug="ojiya").first() or load_guideline(build.OJIYA)
