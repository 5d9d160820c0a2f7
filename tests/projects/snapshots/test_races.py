"""Two freeze the same year at once, two take in a list of it: one of them writes, the other is told. On PostgreSQL only."""

from uuid import uuid4

from projects.models import Snapshot
from projects.snapshots.actions import freeze_year
from projects.snapshots.old_list_actions import begin_old_list, take_in
from tests import build
from tests.races import ON_POSTGRESQL, ends, together

pytestmark = ON_POSTGRESQL


def test_two_freezes_of_a_year_make_one_version():
    _, staff = build.office("secretariat")
    assert ends(*[lambda: freeze_year(2024, by=staff)] * 2) == ["ValidationError", "done"]
    assert [made.version for made in Snapshot.objects.all()] == [1]


def test_two_lists_of_a_year_are_two_versions():
    _, staff = build.office("secretariat")
    sheets = [["表", [["事業名", "形態"], ["朝市", "共催"]]]]
    said = {"fiscal_year": 2020, "name": "表", "sheets": sheets}
    lists = [begin_old_list(by=staff, form_key=uuid4(), **said) for _ in range(2)]
    together(*[lambda old=old: take_in(old, by=staff, version=0, left_out=(), is_public=False) for old in lists])
    assert [made.version for made in Snapshot.objects.order_by("version")] == [1, 2]
