"""What the table of April can be narrowed by."""

from django_filters import ChoiceFilter

from kyodo_portal.common.lists.filters import ListFilter, WordsFilter
from kyodo_portal.common.own_words import own_words
from partners.directory.kind import PartnerKind

from .table_presenters import forgotten_groups, groups, said_groups, waiting_groups

KINDS = [choice for choice in PartnerKind.choices if choice[0] != PartnerKind.CITIZEN]
STATES = [("forgotten", own_words("何も届いていない町内会")), ("waiting", "返事待ち"), ("said", "わかっている")]
EVERY = "all"


class TakeoverFilter(ListFilter):
    """q, kind and state; without a kind the 町内会."""

    PER_PAGE = 50
    UNIT = "の団体"

    q = WordsFilter(label="団体の名前")
    kind = ChoiceFilter(
        label="種類", choices=[(EVERY, "すべての種類"), *KINDS], method="by_kind", empty_label=own_words("町内会・自治会")
    )
    state = ChoiceFilter(label="ようす", choices=STATES, method="by_state", empty_label="すべて")

    def __init__(self, request, on):
        self.on = on
        super().__init__(request, groups())

    @property
    def sorted_rows(self):
        """The 町内会, where no kind is asked for."""
        rows = self.qs
        return rows if self.form.cleaned_data.get("kind") else rows.filter(kind=PartnerKind.NEIGHBOURHOOD)

    def by_kind(self, rows, name, value):
        return rows if value == EVERY else rows.filter(kind=value)

    def by_state(self, rows, name, value):
        if value == "waiting":
            return waiting_groups(rows)
        return said_groups(self.on, rows) if value == "said" else forgotten_groups(self.on, rows)
