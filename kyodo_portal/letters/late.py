"""Steps that were taken before they had a template: of which a letter can still be written, for many at once."""

from django.db.models import Exists, OuterRef
from django_filters import ChoiceFilter

from kyodo_portal.common.lists.filters import ListFilter, Sort, WordsFilter
from kyodo_portal.common.lists.typed_text import matching_typed

from .kinds import kind_of, kinds
from .models import OfficialLetter
from .template_models import LetterTemplate


def places():
    """[("application approve", "承認通知書（後援・共催・減免の申請）")] of every template in use, the newest first. One query."""
    rows = LetterTemplate.objects.filter(in_use=True, process__in=kinds()).order_by("-at", "-pk")
    return [(f"{row.process} {row.step}", f"{row.name}（{kind_of(row.process).process.label}）") for row in rows]


def late_changes(process, step, user):
    """The StageChanges of this step, of the matters at the desk of this person, of which no letter speaks: of each matter the last one,
    where it was not taken back since."""
    kind = kind_of(process)
    model = kind.model.changes.rel.related_model
    later = model._base_manager.filter(subject=OuterRef("subject"), version__gt=OuterRef("version"))
    back = [row.name for row in kind.process.steps if step in row.undoes]
    letters = OfficialLetter.objects.filter(process=process, subject_id=OuterRef("subject_id"), of_version=OuterRef("version"))
    rows = model._base_manager.filter(step=step, subject__in=kind.at_desk_of(user).order_by().values("pk"))
    return rows.filter(~Exists(later.filter(step__in=[step, *back])), ~Exists(letters))


class LateFilter(ListFilter):
    """Those of one kind of letter, at first of the one whose template is the newest. Queries: the templates, the page, its matters."""

    PER_PAGE = 100
    SORTS = {"": Sort("新しい順", ("-at", "-pk")), "old": Sort("古い順", ("at", "pk"))}

    q = WordsFilter(label="名前・番号", method="by_words")
    place = ChoiceFilter(label="通知書", choices=[], method="as_it_is", empty_label=None)

    def __init__(self, request):
        choices = places()
        asked = request.GET.get("place", "")
        self.chosen_place = asked if asked in dict(choices) else choices[0][0] if choices else ""
        process, step = self.chosen_place.split() if choices else (next(iter(kinds())), "")
        rows, model = late_changes(process, step, request.user), kind_of(process).model
        super().__init__(request, rows, choices={"place": choices}, rows=rows)
        keys = [change.subject_id for change in self.page]
        matters = model.for_tasks(model._base_manager.filter(pk__in=keys)).in_bulk()
        for change in self.page:
            change.subject = matters[change.subject_id]

    def by_words(self, rows, name, value):
        """By what the matter is called, and whose it is, as far as matters of its kind have these."""
        known = {column.name for column in rows.model._meta.get_field("subject").related_model._meta.concrete_fields}
        columns = {"number": "subject__number", "title": "subject__title", "partner": "subject__partner__name"}
        return matching_typed(rows, value, [path for name, path in columns.items() if name in known])

    def as_it_is(self, rows, name, value):
        return rows
