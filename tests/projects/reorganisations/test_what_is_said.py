"""What the pages of a 改組 say before it is pressed, of what moved afterwards, and once it was taken back."""

import copy

import pytest

from projects.models import Reorganisation
from tests import build
from tests.projects.inventory.build import go, sheet_of

from .build import City
from .test_laying_out import token
from .test_what_goes_along import inventory

pytestmark = pytest.mark.django_db
LEFT = "1件は、窓口の人が前の課に残ります。切り替わったあと、新しい課が窓口を決め直します。"
NOBODY = "前の課の人は、だれも移りません。いっしょに移る人は、「移る人」で選びます。"


@pytest.fixture(scope="module")
def laid_city(lay):
    return lay(City)


@pytest.fixture
def city(laid_city):
    return copy.deepcopy(laid_city)


def asked(client, made, step):
    return build.read(client, f"{made.get_absolute_url()}step/{step}/")


def test_before_it_is_announced_its_page_says_who_and_what_stays_behind(city, client_for):
    chief = client_for(city.chief)
    text = asked(chief, city.laid_out(), "announce")
    assert NOBODY in text and LEFT in text
    text = asked(chief, city.laid_out(people=[city.clerk], title="人も移る改組"), "announce")
    assert NOBODY not in text and LEFT not in text


def test_done_at_once_its_page_says_that_the_day_is_not_waited_for(city, client_for):
    chief, made, today = client_for(city.chief), city.laid_out(), city.laid_out(on=0, title="きょうの改組")
    city.press(made, "announce")
    city.press(today, "announce")
    said = "押すと、その日を待たずに、きょうから新しい課のものになります。"
    assert said in asked(chief, made, "carry_out") and said not in asked(chief, today, "carry_out")


def test_taken_back_its_task_no_longer_speaks_of_a_day_that_comes_by_itself(city, client_for):
    chief, made = client_for(city.chief), city.carried()
    city.press(made, "undo_carry_out")
    text = build.read(chief, made.get_absolute_url())
    assert "すること：「いますぐ切り替える」か「内容を直す」を選ぶ" in text and "自動で切り替わる）" not in text
    assert "「いますぐ切り替える」か「内容を直す」を選ぶ" in build.read(chief, "/me/")
    now = Reorganisation.objects.get(pk=made.pk)
    assert now.next_task == "「いますぐ切り替える」か「内容を直す」を選ぶ"


def test_sheets_that_would_not_move_are_not_promised_and_those_that_moved_are_named(city, client_for):
    chief, sheets = client_for(city.chief), inventory(city)
    year = sheets[city.office.name].round.fiscal_year
    made = city.laid_out()
    assert "の表 1件" in build.read(chief, made.get_absolute_url())
    theirs = sheet_of(city.other, year)
    theirs.lines.all().delete()
    go(theirs, "nothing", by=city.other_clerk)
    assert "の表 1件" not in build.read(chief, made.get_absolute_url())  # the new office's is in: lines stay where they are
    go(sheet_of(city.other, year), "send_back", by=city.chief, reason="直してください。")
    city.press(made, "announce")
    city.press(made, "carry_out")
    assert "棚卸しの表の行　2件" in build.read(chief, made.get_absolute_url())


def test_what_was_refused_stands_above_the_lines_too(city, client_for):
    chief, made = client_for(city.chief), city.laid_out()
    page = f"{made.get_absolute_url()}lines/"
    sent = {"former": city.third.pk, "successor": city.other.pk, "numbers": "R8-K-9998 R8-K-9999"}
    text = build.markup(chief.post(page, sent | {"etag": token(chief, page)}))
    said = "台帳番号「R8-K-9998」「R8-K-9999」は、台帳にありません。番号を確かめてください。"
    assert text.index('id="error-summary"') < text.index("<h1") and text.index(said) < text.index("<h1")
