"""What the list of entries that nobody holds can be narrowed by."""

from django_filters import ChoiceFilter

from kyodo_portal.common.lists.filters import ListFilter, WordsFilter
from kyodo_portal.common.lists.typed_text import matching_typed
from partners.directory.staff_invitations import offices
from projects.committees.meeting_models import CommitteeMeeting
from projects.committees.models import Committee

from .moves import DAY, places
from .ownerless import WHY, ownerless_entries, with_parts


class OwnerlessFilter(ListFilter):
    """q and why, the most pressing first."""

    q = WordsFilter(label="案件の名前")
    why = ChoiceFilter(label="わけ", choices=list(WHY.items()), method="by_why", empty_label="すべて")

    def __init__(self, request):
        rows = ownerless_entries(request.user)
        super().__init__(request, rows, rows=with_parts(rows))

    def by_why(self, rows, name, value):
        return rows.filter(why=[*WHY].index(value))


class MoveFilter(ListFilter):
    """q: anybody of that name; office: all of its people on the day before, or everybody's; without either, those who leave that day."""

    PER_PAGE = 100
    UNIT = "人"
    EVERYBODY = "all"

    q = WordsFilter(label="名前", method="by_words")
    office = ChoiceFilter(label="課", method="by_office", empty_label="動く人だけ")

    def __init__(self, request, on):
        self.on = on
        choices = [(self.EVERYBODY, "すべての課の全員"), *((str(row.pk), row.name) for row in offices())]
        super().__init__(request, places(on), choices={"office": choices})

    @property
    def sorted_rows(self):
        """Those who leave, where neither a name nor an office is asked for."""
        rows = self.qs  # which reads the form
        asked = self.form.cleaned_data
        return rows if asked.get("office") or asked.get("q") else rows.filter(until=self.on - DAY)

    def by_words(self, places, name, value):
        return matching_typed(places, value, ("user__name", "partner__name"))

    def by_office(self, rows, name, value):
        return rows if value == self.EVERYBODY else rows.filter(partner=value)


class MeetingFilter(ListFilter):
    """q, committee: what the offices talked about and decided in their meetings, the newest first."""

    PER_PAGE = 20
    UNIT = "回"

    q = WordsFilter(method="by_words")
    committee = ChoiceFilter(label="会議", empty_label="すべての会議")

    def __init__(self, request):
        inside = Committee.objects.visible_to(request.user).filter(nature=Committee.Nature.INTERNAL)
        meetings = CommitteeMeeting.objects.visible_to(request.user).filter(committee__in=inside)
        choices = [(str(row.pk), row.name) for row in inside]
        super().__init__(request, meetings.select_related("committee"), choices={"committee": choices})

    def by_words(self, meetings, name, value):
        return matching_typed(meetings, value, ("agenda", "minutes", "committee__name"))

    @property
    def sorted_rows(self):
        return self.qs.order_by("-on", "-pk")
