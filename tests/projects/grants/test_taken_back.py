"""A day of wrong presses on a grant: each step taken back leaves everything as it was."""

import pytest
from django.db import transaction

from kyodo_portal.process.task_checks import wrong_tasks
from projects.grants.models import Grant
from projects.grants.run_actions import etag_of_change, save_change
from projects.grants.scheme_models import GrantRule
from tests import build
from tests.wrong_presses import Day, undoes_of

from .build import World, doc, line_sums, paid

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_minutes")]
DUE = {"due": build.days(10)}


def items(field):
    return {"items": [{"field": field, "reason": "足りません。"}], **DUE}


def more(grant):
    asked = {row.field for row in grant.corrections.open()}
    return items(next(field for field in ("purpose", "title") if field not in asked))


def which(grant):
    return {"which": [str(row.pk) for row in grant.corrections.open()]}


def answers_of(world):
    looked = {"inspected_on": build.days(0), "how": "書類の検査"}
    back = {"ground": "営利のとき", **doc()}
    return {
        "ask_correct": items("place"), "add_correct": more, "accept_as_is": which, "drop_correct": which,
        "correct": {"values": {"place": "見附", "purpose": "だれでも来られます。"}}, "decline": back, "send_back": DUE, "direct": DUE, "ask_refund": {**DUE, **doc()},
        "decide": lambda grant: {"amount": 140_000, "decided_lines": line_sums(grant, "budget"), **doc()},
        "note_change": {"what": "材料"}, "ask_change": {"what": "材料"}, "allow_change": {"amount": 150_000, **doc()},
        "allow_stop": {**DUE, **doc()}, "refuse_change": doc(), "ask_advance": {"amount": 112_000}, "pay_advance": paid(112_000),
        "progress": {"spent": 100, "text": "進んでいます。"}, "finish": {"ended_on": build.days(0)},
        "inspect": lambda grant: {"confirmed_lines": line_sums(grant, "actual"), **looked},
        "confirm": lambda grant: {"amount": grant.computed("confirmed", grant.decided).amount, **doc()},
        "pay": lambda grant: paid(grant.confirmed - grant.paid), "refund_part": paid(1_000), "refund": lambda grant: paid(grant.rest_to_refund),
        "revoke": back, "revoke_paid": {**back, **DUE, "amount": 1_000}, "report_vat": {"vat": 1_000},
    }  # fmt: skip


def test_every_wrong_press_on_a_grant_can_be_taken_back():
    world = World()
    GrantRule.objects.update(asks_vat=True)
    day = Day(world.draft(), {"applicant": world.leader, "department": world.clerk}, answers_of(world))
    for steps in (("submit", "ask_correct"), ("submit", "receive", "ask_correct", "add_correct")):
        with transaction.atomic():
            day.walk(*steps)
            transaction.set_rollback(True)
    with transaction.atomic():
        day.walk("submit", "ask_correct", "correct")
        transaction.set_rollback(True)
    day.walk("submit", "receive", "decide")
    for wanted, income, steps in ((250_000, 140_000, ("note_change",)), (400_000, 250_000, ("ask_change",))):
        with transaction.atomic():
            rows = {row.side: row.pk for row in day.now().lines.all()}
            amounts = {rows["expense"]: wanted, rows["income"]: income}
            save_change(day.now(), by=world.leader, etag=etag_of_change(day.now()), amounts=amounts)
            day.walk(*steps)
            transaction.set_rollback(True)
    with transaction.atomic():
        day.walk("ask_stop")
        transaction.set_rollback(True)
    day.walk("ask_advance", "pay_advance", "finish")
    for spent, own in ((280_000, 140_000), (200_000, 100_000), (224_000, 112_000)):
        with transaction.atomic():
            world.reported(day.now(), spent=spent, own=own)
            day.press("undo_report")
            day.walk("report", "inspect", "confirm")
            if spent == 280_000:
                day.walk("claim", "pay")
            if spent == 200_000:
                day.walk("ask_refund")
            transaction.set_rollback(True)
    assert day.seen == undoes_of(Grant.process)
    assert list(wrong_tasks()) == []
