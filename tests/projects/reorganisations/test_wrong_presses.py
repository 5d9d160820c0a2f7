"""A day of wrong presses on a 改組."""

import pytest

from kyodo_portal.process.task_checks import wrong_tasks
from projects.reorganisations.workflow import REORGANISATION
from tests.wrong_presses import Day, undoes_of

from .build import City

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_minutes")]


def test_every_wrong_press_can_be_taken_back():
    city = City()
    day = Day(city.laid_out(people=[city.deputy]), {"secretariat": city.chief}, {}, said_anew={"carry_out"})
    day.walk("announce", "reopen", "announce", "carry_out")
    assert day.seen == undoes_of(REORGANISATION) - {"undo_turn"}
    assert list(wrong_tasks()) == []
