"""Every state of a 改組, on every page that shows it."""

import copy

import pytest

from projects.reorganisations.workflow import REORGANISATION
from tests.shared import laid_once
from tests.shown import Shown

from .build import City

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def laid_out():
    city = City()
    return city, city.laid_out()


@pytest.fixture(scope="module")
def laid(django_db_setup, django_db_blocker):
    with laid_once(django_db_blocker, laid_out) as objects:
        yield objects


@pytest.mark.parametrize("state", [row.code for row in REORGANISATION.states])
def test_a_reorganisation(client_for, laid, state):
    city, made = copy.deepcopy(laid)
    shown = Shown(made, state, client_for, secretariat=city.chief, department=city.clerk)
    own, row = made.get_absolute_url(), shown.row
    text = shown.page("secretariat", own, made.title, row.label)
    assert ("いまは、あなたの番です" in text) == shown.turn("secretariat")
    shown.page("department", own, status=200 if "known" in row.opens else 404)
    shown.there("secretariat", "/me/", f">{row.next_task or '改組'}</a>", shown.turn("secretariat") and bool(row.next_task))
    shown.page("secretariat", "/staff/reorganisations/", made.title, row.label)
    shown.page("secretariat", f"/admin/projects/reorganisation/{made.pk}/change/", made.title, row.label)
    shown.page("secretariat", "/admin/", "改組（案・予定）")
    shown.steps(made.step_url)
