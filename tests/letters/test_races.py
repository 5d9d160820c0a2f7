"""Two at one letter, and two letters at once: each has one number, and no number is left out."""

from kyodo_portal.letters.clock_actions import let_go
from kyodo_portal.letters.models import OfficialLetter
from kyodo_portal.notices.models import Notice
from tests.races import ON_POSTGRESQL, ends, together

from .build import release, the_letter, told

pytestmark = ON_POSTGRESQL


def again(row):
    return type(row).objects.get(pk=row.pk)


def test_two_let_one_go_at_once_and_the_clock_runs_twice(settings):
    world = told()
    settings.KYODO_UNDO_MINUTES = 10
    letter = the_letter()
    work = lambda: release(again(letter), again(world.clerk))  # noqa: E731
    assert ends(work, work) == ["EditConflict", "done"]
    settings.KYODO_UNDO_MINUTES = 0
    OfficialLetter.objects.update(leaves_at=again(letter).made_at)
    assert sorted(together(let_go, let_go)) == [0, 1]
    assert again(letter).number.endswith("-B-0001")
    assert Notice.objects.filter(user=world.representative, key=f"official-letter:{letter.pk}").count() == 1


def test_two_letters_at_once_have_two_numbers_in_a_row():
    world = told()
    other, _ = world.another()
    world.all_sheets(other)
    world.decide(other, amount=100000)
    world.tell(proposal=other)
    first, second = OfficialLetter.objects.order_by("pk")
    assert ends(*(lambda row=row: release(again(row), again(world.clerk)) for row in (first, second))) == ["done", "done"]
    assert sorted(number[-4:] for number in OfficialLetter.objects.values_list("number", flat=True)) == ["0001", "0002"]
