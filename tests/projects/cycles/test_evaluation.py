"""One side's evaluation: checked before it is final, taken back until the other side is in, in words that fit each question."""

import datetime

import pytest
from django.utils import timezone

from guidelines.models import Municipality, Principle
from kyodo_portal.process.models import Task
from projects.models import Evaluation, EvaluationItem
from tests.projects.ledger.build import World

from .test_journey import Side, etag_in, evaluating, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def test_what_was_handed_in_is_checked_first_and_comes_back_until_the_other_side_is_in(world, client_for):
    cycle = evaluating(world)
    Principle.objects.create(
        guideline=world.form.guideline,
        key="taiwa",
        title="対話",
        body="**顔を合わせ**、気がすむまで話します。" + "だれの声も聞きます。" * 20,
    )
    type(world.form.guideline).objects.update(published_at=timezone.now() - datetime.timedelta(hours=1))
    Municipality.objects.update(is_own=True)
    group, city = Side(client_for(world.representative), cycle), Side(client_for(world.clerk), cycle)
    form = group.client.get(f"{group.home}evaluation/").content.decode()  # the whole of it: two pages with its check
    assert "少しずつ、2ページに分けて書く" in form and "書いたことを確かめる" in form
    assert "よく守れた" in form and "計画したとおりに進んだ" in form and "思っていたより" not in form
    assert "顔を合わせ、気がすむまで話します。" + "だれの声も聞きます。" * 20 in form
    # Page by page: each writes only what stands on it, asks for nothing before the check, and says where it leads.
    first = group.client.get(f"{group.home}evaluation/?part=1")
    talked = EvaluationItem.objects.get(principle__key="taiwa")
    page = first.content.decode()
    assert "保存して次へ（成果とこれから）" in page and "計画したとおりに進んだ" not in page and "ひとこと足す" in page
    answer = {f"points_{talked.pk}": "2", "next": "1"}
    kept = group.client.post(f"{group.home}evaluation/?part=1", {"etag": etag_in(first), **answer})
    assert kept.url == f"{group.home}evaluation/?part=2#main"
    last = group.client.get(kept.url)
    words = {"etag": etag_in(last), "good": "途中の言葉", "draft": "1"}
    assert group.client.post(f"{group.home}evaluation/?part=2", words).status_code == 302
    own = Evaluation.objects.get()
    assert own.good == "途中の言葉" and [(row.item_id, row.points) for row in own.answers.all()] == [(talked.pk, 2)]
    check = group.client.get(f"{group.home}evaluation/check/").content.decode()
    assert "「対話」の理由を書いてください。" in check and "「成果」の答えを選んでください。" in check
    assert check.count('?part=1#main">直す') == check.count('?part=2#main">直す') == 1
    assert check.count('<circle class="is-on"') == 2 and "2点：あまり守れなかった" in check
    check = group.send("evaluation/", **sheet(5, good="はじめの言葉"), check="1")
    page = group.client.get(check.url).content.decode()
    assert "まだ出していません" in page and "5点：よく守れた" in page and "はじめの言葉" in page
    assert Evaluation.objects.get().submitted_at is None
    # A finished draft opens on its check, for whoever may hand it in; 「直す」 there leads back to its part.
    assert group.client.get(f"{group.home}evaluation/").url == check.url
    old = {"etag": etag_in(group.client.get(check.url)), "send": "1"}
    assert group.send("evaluation/?part=all", **sheet(5, good="次の言葉"), draft="1").status_code == 302
    overtaken = group.client.post(f"{group.home}evaluation/check/", old)
    assert overtaken.status_code == 409 and "書き足されたか、取りもどされました" in overtaken.content.decode()
    fresh = {"etag": etag_in(group.client.get(check.url)), "send": "1"}
    for _ in range(2):  # pressed twice
        assert group.client.post(f"{group.home}evaluation/check/", fresh).status_code == 302
    waits = Task.objects.open().filter(subject_id=cycle.pk).order_by("role").values_list("role", flat=True)
    assert list(waits.all()) == ["department"]
    assert Evaluation.objects.get().submitted_at and "出した評価を取りもどす" in group.client.get(check.url, follow=True).text
    member = client_for(world.mate)
    assert "出した評価を取りもどす" not in member.get(f"{group.home}evaluation/").text
    assert member.post(f"{group.home}evaluation/back/").status_code == 403
    back = {"etag": etag_in(group.client.get(check.url, follow=True))}
    for _ in range(2):
        assert group.client.post(f"{group.home}evaluation/back/", back).status_code == 302
    assert Evaluation.objects.get().submitted_at is None and cycle.changes.filter(step="open_answers").count() == 0
    assert list(waits.all()) == ["applicant", "department"]
    again = group.client.post(f"{group.home}evaluation/check/", fresh)  # the old page, sent once more
    assert again.status_code == 409 and "書き足されたか、取りもどされました" in again.content.decode()
    assert Evaluation.objects.get().submitted_at is None
    assert group.hand_in(**sheet(4, good="最後の言葉")).status_code == 302 and group.status == "evaluating"
    back = {"etag": etag_in(group.client.get(check.url, follow=True))}
    assert city.hand_in(**sheet(3)).status_code == 302 and city.status == "discussing"
    late = group.client.post(f"{group.home}evaluation/back/", back)
    assert late.status_code == 409 and "双方の評価がそろって開いた" in late.content.decode()
    assert "最後の言葉" in city.client.get(city.home).content.decode()


@pytest.mark.parametrize("wrong", ["9", "６６", "-1", "x" * 5000, "\x00", "1e9", "True"])
def test_hostile_points_are_answered_at_the_form(world, client_for, wrong):
    cycle = evaluating(world)
    group = Side(client_for(world.representative), cycle)
    for button in ("draft", "check"):
        answer = group.send("evaluation/", **sheet(wrong, good="残る言葉"), **{button: "1"})
        assert answer.status_code == 200 and "残る言葉" in answer.content.decode(), button
    assert not Evaluation.objects.exists()
