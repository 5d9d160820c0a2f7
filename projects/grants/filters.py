"""What the list of schemes can be narrowed by."""

from django_filters import ChoiceFilter

from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.lists.filters import BoxesFilter, ListFilter, Sort, WordsFilter
from kyodo_portal.common.lists.typed_text import matching_typed

from .scheme_models import GrantRule
from .workflow import GrantStatus

TEXTS = ("title", "summary", "who", "department__name")


class SchemeFilter(ListFilter):
    """q, state over schemes of `listed`."""

    SORTS = {
        "": Sort("受付中・しめきりの近い順", ("-is_active", "-is_open", "closes_on", "title", "pk")),
        "name": Sort("名前の順", ("title", "pk")),
        "cap": Sort("上限額の高い順", ("-most", "title", "pk")),
    }

    q = WordsFilter(method="by_words")
    state = BoxesFilter(
        label="いまのようす", choices=(("open", "受け付けています"), ("active", "いまもある制度"), ("ended", "終わった制度")),
        method="by_state", folded=False,
    )  # fmt: skip

    def by_words(self, schemes, name, value):
        return matching_typed(schemes, value, TEXTS)

    def by_state(self, schemes, name, values):
        """Any of these."""
        chosen = schemes.none()
        if "open" in values:
            chosen = chosen | schemes.filter(rules__in=GrantRule.objects.open_now())
        if "active" in values:
            chosen = chosen | schemes.filter(is_active=True)
        if "ended" in values:
            chosen = chosen | schemes.filter(is_active=False)
        return chosen.distinct()


class GrantFilter(ListFilter):
    """q, state, year and scheme over grants that this person finds; what there is to choose costs one query."""

    SORTS = {
        "": Sort("番号の新しい順", ("-rule__fiscal_year", "-number", "-pk")),
        "since": Sort("動きの新しい順", ("-status_since", "-pk")),
        "decided": Sort("決定額の高い順", ("-decided", "-pk")),
    }

    q = WordsFilter(method="by_words")
    status = BoxesFilter(label="状態", choices=GrantStatus.choices)
    year = ChoiceFilter(label="年度", field_name="rule__fiscal_year", empty_label="すべて")
    scheme = ChoiceFilter(label="補助制度", field_name="rule__scheme", empty_label="すべて")

    def __init__(self, request, grants):
        pairs = list(grants.order_by().values_list("rule__fiscal_year", "rule__scheme", "rule__scheme__title").distinct())
        years = sorted({year for year, _, _ in pairs}, reverse=True)
        choices = {
            "year": [(str(year), fiscal_label(year)) for year in years],
            "scheme": sorted({(str(key), title) for _, key, title in pairs}, key=lambda pair: pair[1]),
        }
        super().__init__(request, grants, choices=choices)

    def by_words(self, grants, name, value):
        return matching_typed(grants, value, ("title", "partner__name", "number"))
