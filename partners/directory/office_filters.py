"""What the list of the city's offices can be narrowed by."""

from django.db.models import Exists, OuterRef
from django_filters import ChoiceFilter

from kyodo_portal.common.lists.filters import ListFilter, WordsFilter

from .membership import Membership
from .staff_invitations import offices

Part = Membership.Part
LACKS = [("promoter", "協働推進員がいない"), ("head", "代表者がいない"), ("people", "人がいない")]


class OfficeFilter(ListFilter):
    """q and lacks over the city's offices."""

    PER_PAGE = 50
    UNIT = "の課"

    q = WordsFilter(label="課の名前")
    lacks = ChoiceFilter(label="足りないもの", choices=LACKS, method="by_lack", empty_label="すべての課")

    def __init__(self, request):
        super().__init__(request, offices())

    def by_lack(self, rows, name, value):
        there = Membership.objects.valid().filter(partner=OuterRef("pk"), user__is_active=True)
        part = {"promoter": Part.PROMOTER, "head": Part.REPRESENTATIVE}.get(value)
        lacking = ~Exists(there.filter(part=part) if part else there)
        return rows.filter(lacking, standing__in=rows.PUBLIC)  # an office that is no more lacks nobody
