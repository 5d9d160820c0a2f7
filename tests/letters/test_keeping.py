"""What is kept of a letter: in the file of one's own data, by `verify`, until its term is over; and what is then blanked."""

import datetime

import pytest

from kyodo_portal.audit import guard
from kyodo_portal.letters.models import OfficialLetter
from kyodo_portal.pages.invariants import official_letters
from kyodo_portal.personal.disposal_actions import dispose, make_disposal
from kyodo_portal.personal.export import data_of
from kyodo_portal.personal.retention_records import FINDERS
from tests import build

from .build import release, the_letter, told

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid_world(lay):
    def make():
        world = told()
        release(the_letter(), world.clerk)
        return world

    return lay(make)


def test_it_is_in_the_own_data_of_its_group_alone(world):
    letter = the_letter()
    (row,) = data_of(world.mate)["市からの通知書"]
    assert (row["文書番号"], row["本文"]) == ("観交第123号", letter.body)
    assert "市からの通知書" not in data_of(world.clerk)
    assert "市からの通知書" not in data_of(build.user())


def test_verify_names_one_whose_words_were_changed_behind_the_guard(world):
    from django.db import connection

    assert list(official_letters()) == []
    guard.lift(connection)
    OfficialLetter.objects.update(body="ちがう文")
    guard.install(connection)
    assert [line.split(" ")[0] for line in official_letters()] == ["通知書"]


def test_after_its_own_term_its_words_go_through_the_audited_door(world, monkeypatch, client_for):
    keeper, letter = build.system_admin(), the_letter()
    (found,) = FINDERS["official_letter"]()
    assert (found.years, found.partners) == (5, (world.group.pk,))
    year = (letter.dated_on.year if letter.dated_on.month >= 4 else letter.dated_on.year - 1) + 6
    for ahead, count in ((year - 1, 0), (year, 1)):
        monkeypatch.setattr("django.utils.timezone.now", lambda day=ahead: datetime.datetime(day, 4, 2, tzinfo=datetime.UTC))
        disposal = make_disposal(year=ahead, by=keeper)
        assert disposal.items.filter(kind="official_letter").count() == count
    dispose(disposal=disposal, by=keeper)
    letter.refresh_from_db()
    assert (letter.body, letter.to_name, letter.title, letter.document_number) == ("", "", "", "")
    assert (letter.number[-7:], letter.released_at is not None) == ("-B-0001", True)
    assert list(official_letters()) == []
    page = build.read(client_for(keeper), letter.get_absolute_url())
    assert (
        "保存年限が過ぎたので、この通知書の文は消しました。" in page
        and "印刷" not in page.partition("<main")[2].partition("</main")[0]
    )
    desk, at = client_for(keeper), f"/staff/letters/{letter.pk}/"
    page = build.read(desk, at)
    assert "もう一度送る" not in page and "差し替える" not in page  # pages that were opened before are told so
    said = "保存年限が過ぎて、文を消した通知書です。"
    again = desk.post(f"{at}send/", {"how": "web", "sent_on": f"{year}-04-02"})
    assert said in build.markup(again) and letter.sendings.count() == 1
    anew = desk.post(f"{at}replace/", {"why": "まちがい"})
    assert anew.status_code == 409 and said in build.markup(anew) and OfficialLetter.objects.count() == 1
