"""Reminders come from the todo lists: each stage of a last day is told once."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kyodo_portal.notices.models import Notice
from kyodo_portal.pages.reminders import remind, stage_of
from kyodo_portal.process.actions import take_step
from tests import build

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("left", "words"),
    [(4, None), (3, "期限が近づいています"), (1, "期限が近づいています"), (0, "今日が期限です"), (-1, "期限をすぎました"), (-8, "期限から1週間すぎています"), (-15, "期限をすぎています"), (-400, "期限をすぎています")],
)  # fmt: skip
def test_the_stage_of_a_day(left, words):
    stage = stage_of(timezone.localdate() + datetime.timedelta(days=left))
    assert (stage and stage.words) == words


def test_a_correction_that_is_due_soon_is_said_once():
    representative = build.user("見本 花子")
    _, clerk = build.office("secretariat")
    case = build.registration(representative, secretary=clerk)
    due = timezone.localdate() + datetime.timedelta(days=2)
    take_step(
        case,
        "ask_correct",
        by=clerk,
        version=case.version,
        items=[{"field": "purpose", "reason": "もう少しくわしく書いてください。"}],
        due=due,
    )
    remind()
    remind()
    titles = Notice.objects.filter(user=representative, key__startswith="task:").values_list("title", flat=True)
    assert list(titles) == ["期限が近づいています：登録の申請を直す（NPO法人 わかば見守りの会）"]


def test_as_many_questions_for_three_people_as_for_one():
    _, clerk = build.office("secretariat")
    items, due = (
        [{"field": "purpose", "reason": "もう少しくわしく書いてください。"}],
        timezone.localdate() + datetime.timedelta(days=2),
    )

    def told(*names):
        for name in names:
            case = build.registration(build.user(f"見本 {name}"), secretary=clerk, name=f"{name}の会")
            take_step(case, "ask_correct", by=clerk, version=case.version, items=items, due=due)
        with CaptureQueriesContext(connection) as asked:
            remind()
        return len(asked)

    one = told("花子")
    assert told("太郎", "次郎", "三郎") == one
    assert Notice.objects.filter(key__startswith="task:").count() == 4
