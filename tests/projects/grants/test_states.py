"""Every state of a grant, on every page that shows it."""

import copy

import pytest

from projects.grants.models import Grant
from projects.grants.workflow import GRANT
from tests import build
from tests.shown import Shown

from .build import World, doc, paid

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def whole():
    """Paid in advance, reported and confirmed: each page has everything to show."""
    world = World()
    world.outsider = build.user()
    grant = world.step(world.decided(), "ask_advance", amount=100_000, reason="材料")
    grant = world.step(grant, "pay_advance", **paid(100_000))
    world.grant = world.confirmed(world.reported(grant), 140_000)
    Grant.objects.filter(pk=grant.pk).update(
        report_due=build.days(9),
        refund_by=build.days(9),
        change_kind="change",
        change_what="屋根も直す",
    )
    return world


@pytest.fixture(scope="module")
def laid(lay):
    return lay(whole)


@pytest.mark.parametrize("state", [row.code for row in GRANT.states])
def test_a_grant(laid, client_for, state):
    world = copy.deepcopy(laid)
    people = {"group": world.leader, "member": world.mate, "department": world.clerk, "secretariat": world.chief}
    shown = Shown(world.grant, state, client_for, **people, other=world.official, outsider=world.outsider)
    row, matter, own, title = shown.row, shown.matter, shown.matter.get_absolute_url(), "空き家の居場所"
    seen = "city" in row.readers
    for who, code in (("group", "applicant"), ("department", "department")):
        if who == "department" and not seen:
            shown.page(who, own, status=404)
            continue
        text = shown.page(who, own, title, row.label, "140,000円", "R8-G-0001")
        assert ("いまは、あなたの番です" in text) == shown.turn(code), who
        task = matter.next_task  # with the sum that is claimed or given back
        assert (task and f">{task}</a>" in shown.page(who, "/me/") or False) == shown.turn(code), who
        shown.page(who, "/grants/", title, row.label)
    shown.page("member", own, title)
    for who in ("other", "outsider"):
        shown.page(who, own, status=404)
    for word, page in (("write", "edit"), ("change", "change"), ("report", "report")):
        shown.page("member", f"{own}{page}/", status=200 if matter.may(word) else 403)
    public = shown.page("outsider", world.scheme.get_absolute_url(), absent=["子どもが放課後に", "支第1号", "屋根も直す"])
    assert (title in public) == matter.may("page")
    shown.admin("secretariat", "projects/grant", title, query="status__exact")
    shown.steps(lambda step: f"{own}step/{step.name}/")


@pytest.mark.usefixtures("ten_minutes")
def test_a_decision_is_on_no_public_page_before_its_group_was_told(laid, client):
    world = copy.deepcopy(laid)
    grant = world.step(world.step(world.draft(title="別の居場所"), "submit"), "receive")
    world.step(grant, "decide", amount=140_000, decided_lines={grant.lines.get(side="expense").pk: 280_000}, **doc())
    page = build.read(client, world.scheme.get_absolute_url())
    assert "別の居場所" not in page
