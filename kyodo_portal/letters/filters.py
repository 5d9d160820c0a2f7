"""What the outbox of 通知書 can be narrowed by."""

from django_filters import ChoiceFilter

from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.lists.filters import ListFilter, Sort, WordsFilter
from kyodo_portal.common.lists.typed_text import matching_typed

from .kinds import kinds
from .models import OfficialLetter
from .overtaken import know_answers

STATES = [
    ("draft", "下書き"),
    ("leaving", "出すところ"),
    ("carry", "紙で届けるもの（まだ）"),
    ("sent", "出した"),
    ("replaced", "差し替えた"),
    ("dropped", "出さない"),
]
WORDS = ("matter", "to_name", "title", "number", "document_number", "received_number")
LONGEST = 100  # 簿冊 that the choice names


class LetterFilter(ListFilter):
    """The letters of the matters that somebody works on. Two queries for what there is to choose."""

    PER_PAGE = 50
    UNIT = "通"
    SORTS = {
        "": Sort("新しい順", ("-made_at", "-pk")),
        "number": Sort("番号順", ("fiscal_year", "number", "pk")),
        "day": Sort("日付の新しい順", ("-dated_on", "-pk")),
        "name": Sort("あて先順", ("to_name", "pk")),
    }

    q = WordsFilter(label="件名、あて先、番号", method="by_words")
    state = ChoiceFilter(label="ようす", choices=STATES, method="by_state", empty_label="すべて")
    process = ChoiceFilter(label="手続き", choices=[], empty_label="すべて")
    name = ChoiceFilter(label="通知書", choices=[], field_name="template__name", empty_label="すべて")
    year = ChoiceFilter(label="年度", choices=[], field_name="fiscal_year", empty_label="すべて")
    file = ChoiceFilter(label="簿冊", choices=[], field_name="file_name", empty_label="すべて")
    how = ChoiceFilter(label="届け方", choices=OfficialLetter.How.choices, empty_label="すべて")

    def __init__(self, request):
        rows = OfficialLetter.objects.at_desk_of(request.user)
        there = rows.order_by().values_list("template__name", "fiscal_year", "file_name").distinct()
        names, years, files = (sorted({row[place] for row in there} - {""}) for place in range(3))
        choices = {
            "process": [(key, kind.process.label) for key, kind in kinds().items()],
            "name": [(name, name) for name in names],
            "year": [(str(year), fiscal_label(year)) for year in reversed(years)],
            "file": [(name, name) for name in files[-LONGEST:]],
        }
        super().__init__(request, rows, choices=choices, rows=rows.select_related("template", "replacement"))
        know_answers(self.page.object_list)

    def by_words(self, rows, name, value):
        return matching_typed(rows, value, WORDS)

    def by_state(self, rows, name, value):
        narrowed = {
            "draft": rows.drafts,
            "leaving": rows.leaving,
            "carry": rows.to_carry,
            "sent": rows.standing,
            "replaced": rows.replaced,
            "dropped": rows.dropped,
        }
        return narrowed[value]()
