"""What the list of schemes can be narrowed by."""

from kyodo_portal.common.lists.filters import BoxesFilter, ListFilter, Sort, WordsFilter
from kyodo_portal.common.lists.search import matching_typed

from .scheme_models import GrantRule

TEXTS = ("title", "summary", "who", "department__name")


class SchemeFilter(ListFilter):
    """q, state over schemes that `for_list` has read."""

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
