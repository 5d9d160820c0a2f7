"""What the list of the city's offices can be narrowed by."""

from django.db.models import Exists, OuterRef
from django_filters import ChoiceFilter

from kyodo_portal.common.lists.filters import ListFilter, WordsFilter

from .membership import Membership
from .staff_invitations import offices

Part = Membership.Part
LACKS = [
    ("promoter", "協働推進員がいない"),
    ("head", "代表者がいない"),
    ("people", "人がいない"),
    ("move", "なくなった課に人が残っている"),
]


def with_people_left_behind(rows):
    """Of these offices those that are no more and whose people have no other place yet (a 改組 moves only whom it names)."""
    return rows.filter(Exists(_people())).exclude(standing__in=rows.PUBLIC)


def _people():
    return Membership.objects.valid().filter(partner=OuterRef("pk"), user__is_active=True)


class OfficeFilter(ListFilter):
    """q and lacks over the city's offices."""

    PER_PAGE = 50
    UNIT = "の課"

    q = WordsFilter(label="課の名前")
    lacks = ChoiceFilter(label="足りないもの", choices=LACKS, method="by_lack", empty_label="すべての課")

    def __init__(self, request):
        super().__init__(request, offices())

    def by_lack(self, rows, name, value):
        if value == "move":
            return with_people_left_behind(rows)
        part = {"promoter": Part.PROMOTER, "head": Part.REPRESENTATIVE}.get(value)
        lacking = ~Exists(_people().filter(part=part) if part else _people())
        return rows.filter(lacking, standing__in=rows.PUBLIC)  # an office that is no more lacks nobody
