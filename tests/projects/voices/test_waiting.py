"""What waits for somebody: a voice for its reading, a topic for its office's answer, on the board, マイページ and in the week's summary."""

import copy

import pytest

from kyodo_portal.notices.models import Notice
from kyodo_portal.pages.digest import tell_the_week
from kyodo_portal.process.actions import take_step
from tests import build

from .build import World, client_of
from .test_reading import press

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_library")]
BOARD = "/projects/board/"


@pytest.fixture(scope="module")
def laid(lay):
    return lay(World)


@pytest.fixture
def world(laid, db):
    return copy.deepcopy(laid)


def ask(world, topic):
    return take_step(topic, "ask", by=world.clerk, version=topic.version, to=world.department)


def waits_for(person):
    """The part of マイページ that says what they have to do."""
    return str(client_of(person).get("/me/").context["todos"].rows)


def test_a_topic_is_asked_of_its_office_and_answered_or_given_back(world):
    desk, office, own = client_of(world.guide), client_of(world.official), world.topic.get_absolute_url()
    press(desk, world.topic, "ask", {"to": world.department.pk}, kind="")
    page = build.read(client_of(world.resident), own)
    assert "市が考えている" in page and "交通課が考えています。" in page and "わたしも" in page
    assert "岩沢のバスの本数" in waits_for(world.official) and "岩沢のバスの本数" not in waits_for(world.clerk)
    assert Notice.objects.get(user=world.official).title == "「岩沢のバスの本数」への、市の考えをたずねられています"
    press(office, world.topic, "give_back", {"reason": "道路の話なので、建設課です。"}, kind="")
    world.topic.refresh_from_db()
    assert world.topic.status == "open" and "岩沢のバスの本数" in waits_for(world.clerk)
    press(office, world.topic, "undo_give_back", {"reason": "やはり答えます。"}, kind="")
    press(office, world.topic, "answer", {"effect": "adopted", "public_answer": "昼に1本ふやします。"}, kind="")
    assert "昼に1本ふやします。" in build.read(client_of(world.resident), own)
    press(office, world.topic, "undo_answer", {"reason": "直します。"}, kind="")
    press(desk, world.topic, "undo_ask", {"reason": "まちがえました。"}, kind="")
    world.topic.refresh_from_db()
    assert (world.topic.status, world.topic.department) == ("open", None)


def test_the_board_says_whose_turn_it_is_since_when_and_until_when(world):
    voice, routed = (world.voice(text, by=world.resident, wants_answer=True) for text in ("バスがほしい", "街灯が切れた"))
    take_step(routed, "route", by=world.clerk, version=routed.version, to=world.department)
    ask(world, world.topic)
    clerk, guide, official = (client_of(person) for person in (world.clerk, world.guide, world.official))
    for client, linked in (
        (clerk, {voice, routed, world.topic}),
        (guide, {voice, world.topic}),
        (official, {routed, world.topic}),
    ):
        page = build.markup(client.get(BOARD))
        assert (
            "声：読んでいるところ（1件" in page
            and "声：課で考えている（1件" in page
            and "みんなの声：市が考えている（1件" in page
        )
        assert "声を読んで、行き先を決める" in page and "バスがほしい" not in page and "街灯" not in page
        for matter in (voice, routed, world.topic):
            assert (f'href="{matter.get_absolute_url()}"' in page) == (matter in linked), matter
    for query, count in (
        ("kind=voice", 2), ("kind=topic", 1), ("kind=cycle", 0), ("holder=department", 2), ("holder=coordinator&view=table", 1),
        ("stage=voice-sent", 1), (f"department={world.department.pk}", 2), (f"q={voice.number}", 1), ("late=on", 0),
    ):  # fmt: skip
        assert clerk.get(f"{BOARD}?{query}").context["total"] == count, query


@pytest.mark.parametrize("count", [1, 3])
def test_voices_ask_nothing_more_of_the_board(world, django_assert_max_num_queries, count):
    for number in range(count):
        world.voice(f"声{number}")
        ask(world, world.open(world.draft(f"話{number}")))
    client = client_of(world.guide)
    with django_assert_max_num_queries(9):
        client.get(BOARD)
    with django_assert_max_num_queries(8):
        client.get(f"{BOARD}?view=table")


def test_the_weeks_summary_names_a_voice_by_its_number(world):
    voice = world.voice("母の病気のことです", by=world.resident)
    ask(world, world.topic)
    tell_the_week()
    told = {row.user_id: row.body for row in Notice.objects.filter(key__startswith="digest:")}
    assert f"・声 {voice.number}：声を読んで、行き先を決める（期限 " in told[world.clerk.pk] and "母" not in told[world.clerk.pk]
    assert f"声 {voice.number}" in told[world.guide.pk]
    assert "・岩沢のバスの本数：市の考えを示す（期限 " in told[world.official.pk]
