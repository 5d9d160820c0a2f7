"""What the list of cases is narrowed by. Every combination is an address that one can send."""

from django.db.models import Q
from django_filters import ChoiceFilter

from guidelines.library.models import CaseStudy, having
from kyodo_portal.common.lists.filters import BoxesFilter, ListFilter, WordsFilter, any_of
from kyodo_portal.common.lists.search import has_words, spellings
from kyodo_portal.common.lists.typed_text import held_as_typed

COLUMNS = {"topic": "topics", "form": "form_codes", "actor": "actors"}


class CaseFilter(ListFilter):
    """q, city, topic, form, actor; `choices` come from presenters.choices(), out of the cases there are."""

    PER_PAGE = 12

    q = WordsFilter(method="by_words")
    city = ChoiceFilter(label="市町村", field_name="guideline__municipality__code", empty_label="すべての市町村")
    topic = BoxesFilter(label="分野", method="by_codes")
    form = BoxesFilter(label="協働の形態", method="by_codes")
    actor = BoxesFilter(label="かかわった人たち", method="by_codes")

    def by_words(self, cases, name, value):
        # A city's name is no text of its cases, and people type it all the same.
        if self.instead:
            return cases.filter(any_of(self.instead))
        for condition, forms in zip(has_words(value), spellings(value), strict=True):
            cases = cases.filter(condition | held_as_typed(CaseStudy, "guideline__municipality__name", forms))
        return cases

    def by_codes(self, cases, name, values):
        chosen = Q()
        for code in values:
            chosen |= having(COLUMNS[name], code)
        return cases.filter(chosen)
