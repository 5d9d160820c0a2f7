"""How much of a year's evaluation everybody reads, and who reads the notes that are not published."""

import datetime

import pytest
from django.utils import timezone

from guidelines.models import Municipality, Principle
from projects.cycles.check.evaluation_actions import etag_of_evaluation, save_evaluation
from projects.cycles.check.item_actions import ensure_evaluation_items
from projects.cycles.check.talk_actions import record_talk
from projects.models import Cycle, DisclosureConsent, EvaluationItem
from tests.projects.ledger.build import World

from .test_journey import Side, evaluating

pytestmark = pytest.mark.django_db
SUMMARY_WORDS = ("平均 4.0点", "平均 3.0点", "たがいに礼を言った")
FULL_WORDS = ("藍色の理由", "琥珀色の理由")


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def hand_in(cycle, by, points, comment, note):
    answers = {item.pk: (points, False, comment) for item in ensure_evaluation_items()}
    return save_evaluation(
        Cycle.objects.get(pk=cycle.pk), by=by, etag=etag_of_evaluation(None), answers=answers, private_note=note, submit=True
    )


def opened(world):
    """A year whose two evaluations are in: the group gave 4 points, the city 3."""
    cycle = evaluating(world)
    hand_in(cycle, world.representative, 4, "藍色の理由", "団体のメモ")
    hand_in(cycle, world.clerk, 3, "琥珀色の理由", "市のメモ")
    cycle.refresh_from_db()
    return cycle


def talked(world, by=None):
    cycle = opened(world)
    record_talk(
        cycle, by=by or world.clerk, version=cycle.version, held_on=datetime.date(2026, 11, 20), attendees="両者",
        summary="たがいに礼を言った", gaps={}, private_note="話し合いのメモ",
    )  # fmt: skip
    return Cycle.objects.get(pk=cycle.pk)


def public(client_for, cycle):
    return client_for().get(f"/projects/{cycle.project_id}/").content.decode()


def choose(client_for, person, cycle, layer):
    answer = Side(client_for(person), cycle).send("disclosure/", layer=layer)
    assert answer.status_code == 302, answer.content.decode()


def test_nothing_before_the_talk_then_the_summary(world, client_for):
    cycle = opened(world)
    page = public(client_for, cycle)
    assert not [word for word in (*SUMMARY_WORDS, *FULL_WORDS) if word in page]
    record_talk(
        cycle, by=world.clerk, version=cycle.version, held_on=datetime.date(2026, 11, 20), attendees="両者",
        summary="たがいに礼を言った", gaps={},
    )  # fmt: skip
    page = public(client_for, cycle)
    assert all(word in page for word in SUMMARY_WORDS) and not [word for word in FULL_WORDS if word in page]


@pytest.mark.parametrize(
    ("group", "city", "shown"),
    [
        ("full", "", SUMMARY_WORDS),  # silence counts as the summary
        ("full", "summary", SUMMARY_WORDS),
        ("full", "full", FULL_WORDS + SUMMARY_WORDS[2:]),
        ("none", "full", ()),
        ("", "none", ()),
    ],
)
def test_full_needs_both_and_either_may_choose_none(world, client_for, group, city, shown):
    cycle = talked(world)
    choose(client_for, world.representative, cycle, group)
    choose(client_for, world.clerk, cycle, city)
    page = public(client_for, cycle)
    every = (*SUMMARY_WORDS, *FULL_WORDS)
    assert [word for word in every if word in page] == [word for word in every if word in shown]
    # both sides go on reading everything
    inside = client_for(world.mate).get(cycle.get_absolute_url()).content.decode()
    assert all(word in inside for word in FULL_WORDS)


def test_an_answer_is_recorded_told_and_taken_back_at_once(world, client_for):
    cycle = talked(world)
    choose(client_for, world.representative, cycle, "full")
    choose(client_for, world.clerk, cycle, "full")
    assert "藍色の理由" in public(client_for, cycle)
    told = client_for(world.representative).get("/inbox/").content.decode()
    assert "評価の公表について、相手の返事が変わりました" in told
    choose(client_for, world.representative, cycle, "")
    assert "藍色の理由" not in public(client_for, cycle)
    rows = DisclosureConsent.objects.filter(cycle=cycle, side="group")
    assert [(row.layer, row.by, row.withdrawn_at is not None) for row in rows] == [("full", world.representative, True)]


def test_a_stale_page_gives_no_answer_back(world, client_for):
    cycle = talked(world)
    choose(client_for, world.representative, cycle, "full")
    side = Side(client_for(world.representative), cycle)
    form = side.client.get(f"{side.home}disclosure/").content.decode()
    etag = form.split('name="etag" value="')[1].split('"')[0]
    choose(client_for, world.representative, cycle, "none")
    late = side.client.post(f"{side.home}disclosure/", {"etag": etag, "layer": "full"})
    assert late.status_code == 409 and "別の画面が先に書き足しました" in late.content.decode()
    assert Cycle.objects.get(pk=cycle.pk).disclosure == "none"


def test_who_may_answer(world, client_for):
    cycle = talked(world)
    url = f"{cycle.get_absolute_url()}disclosure/"
    people = (world.representative, world.mate, world.clerk, world.guide, world.chief, world.outsider, world.stranger)
    assert [client_for(person).get(url).status_code for person in people] == [200, 403, 200, 403, 403, 403, 403]


def test_a_note_is_read_by_its_side_and_the_accompanying_coordinator(world, client_for):
    cycle = talked(world)
    notes = ("団体のメモ", "市のメモ", "話し合いのメモ")

    def read_by(person):
        page = client_for(person).get(cycle.get_absolute_url()).content.decode()
        return [note for note in notes if note in page]

    assert read_by(world.mate) == ["団体のメモ"]
    assert read_by(world.clerk) == ["市のメモ", "話し合いのメモ"]
    assert read_by(world.guide) == list(notes)
    assert read_by(world.chief) == []
    assert read_by(world.outsider) == []


def test_the_coordinators_own_memo_of_a_talk_is_hers(world, client_for):
    cycle = talked(world, by=world.guide)
    pages = [
        client_for(person).get(cycle.get_absolute_url()).content.decode() for person in (world.guide, world.clerk, world.mate)
    ]
    assert ["話し合いのメモ" in page for page in pages] == [True, False, False]


def test_a_point_that_the_guideline_says_no_more_is_asked_no_more(world, client_for):
    """Taken out, or in a guideline that was withdrawn; who has answered it already finds it still."""
    cycle, guideline = evaluating(world), world.form.guideline
    group = Side(client_for(world.representative), cycle)
    type(guideline).objects.filter(pk=guideline.pk).update(published_at=timezone.now() - datetime.timedelta(hours=1))
    Municipality.objects.filter(pk=guideline.municipality_id).update(is_own=True)
    one, other = (Principle.objects.create(guideline=guideline, key=key, title=key, body="x") for key in ("taito", "jiritsu"))
    ensure_evaluation_items()
    page = group.client.get(f"{group.home}evaluation/").content.decode()
    assert "「taito」を、たがいに守れましたか。" in page and "「jiritsu」を、たがいに守れましたか。" in page
    item = EvaluationItem.objects.get(principle=one)
    assert group.send("evaluation/", **{f"comment_{item.pk}": "まだ考え中"}, draft="1").status_code == 302
    one.delete()
    type(guideline).objects.filter(pk=guideline.pk).update(published_at=None)
    page = group.client.get(f"{group.home}evaluation/").content.decode()
    assert "「taito」" in page and "「jiritsu」" not in page and "成果" in page
    assert "「taito」" not in f"{[item.question for item in ensure_evaluation_items()]}"  # in another year
