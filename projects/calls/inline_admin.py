"""What belongs to a 募集回 on its page in the admin: questions, criteria, the panel's seats."""

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from guidelines.models import Principle
from kyodo_portal.common.columns_admin import ColumnsAdmin
from kyodo_portal.common.lists.keyed import keyed
from kyodo_portal.common.own_rights import OwnRightsRefusedInline
from kyodo_portal.common.second_save_admin import SecondSaveInline
from partners.models import Partner

from .access import can_edit_calls, can_see_calls_in_admin, can_see_ranking
from .models import Call
from .offices import city_offices, departments, row_of
from .panel_models import Criterion, PanelSeat
from .question_models import Question
from .row_forms import CostForm, CostRows, CriterionRows, QuestionForm, QuestionRows, RowsOfCall, SeatForm, ThemeRows
from .theme_models import CallCost, CallTheme

KINDS = ("questions", "criteria", "themes", "costs", "seats")


def facts_of(request, call):
    """What the page asks of a stored call again and again, once a request: {whether a proposal was "sent"; how many rows of each kind}.

    One query, however many rows the page has.
    """
    known = request.__dict__.setdefault("facts_of_calls", {})
    if call.pk not in known:
        row = _facts(call.pk).first()
        known[call.pk] = {"sent": row["was_sent"], **{kind: row[f"{kind}_n"] for kind in KINDS}}
    return known[call.pk]


@keyed
def _facts(call):
    return Call.objects.filter(pk=call).values(was_sent=Exists(_sent()), **{f"{kind}_n": _count(kind) for kind in KINDS})


def _count(kind):
    rows = Call._meta.get_field(kind).related_model.objects.filter(call=OuterRef("pk")).order_by().values("call")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


def _sent():
    return Call.proposals.rel.related_model.objects.sent().filter(call=OuterRef("pk"))


class Rows(SecondSaveInline, ColumnsAdmin, OwnRightsRefusedInline, admin.StackedInline):
    """Rows of a call; closed once a proposal was sent, except for the panel. read: the columns that stand in words where it is closed."""

    closes = True
    read = ()
    related = ()  # what a row names
    # `fields` stand in every class: without them Django makes all forms of a table once more, only to learn which boxes they have.

    def is_open(self, request, call):
        """Whether this person may write them now."""
        return can_edit_calls(request.user) and not (
            self.closes and call is not None and call.pk and facts_of(request, call)["sent"]
        )

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related(*self.related) if self.related else rows

    def closed_rows(self, call):
        """What is asked for the rows of a call in which they are closed (closed_rows.py)."""
        return _closed(call.pk, inline=type(self))

    def has_view_permission(self, request, obj=None):
        return can_see_calls_in_admin(request.user)

    def has_add_permission(self, request, obj=None):
        return self.is_open(request, obj)

    def has_change_permission(self, request, obj=None):
        return self.is_open(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.is_open(request, obj)


@keyed
def _closed(call, inline):
    rows = inline.model._default_manager.filter(call=call).order_by(*inline.ordering or ())
    return rows.select_related(*inline.related) if inline.related else rows


class QuestionInline(Rows):
    model, form, formset = Question, QuestionForm, QuestionRows
    extra = 2
    ordering = ["order", "pk"]
    related = ["only_if", "principle"]
    read = [
        "section",
        "label",
        "help_text",
        "kind",
        "choices",
        "max_length",
        "required",
        "later",
        "only_if",
        "only_if_answer",
        "principle",
    ]
    fields = [
        "section", "label", "help_text", "kind", "choices", "max_length", "required", "later", "only_if", "only_if_answer", "principle",
        "order",
    ]  # fmt: skip

    def get_formset(self, request, obj=None, **kwargs):
        """The rows share what they choose from: two queries, however many they are."""
        formset = super().get_formset(request, obj, **kwargs)
        fields = formset.form.base_fields
        if "only_if" in fields:
            choice = Question.objects.filter(call=obj, kind=Question.Kind.CHOICE) if obj else Question.objects.none()
            _offer(fields["only_if"], choice.order_by("order", "pk"), "だれにでも聞く")
            _offer(fields["principle"], Principle.objects.own().published().order_by("guideline", "order", "pk"), "つなげない")
        return formset


def offices_of_city(request):
    """[Partner] of the city's offices, once a request: the call's page offers them in several places."""
    if "offices_of_city" not in request.__dict__:
        request.offices_of_city = list(city_offices(named_in_call(request)).only("name", "office"))
    return request.offices_of_city


def named_in_call(request):
    """The query of the offices that this call and its themes name already."""
    call = row_of(request)
    rows = Call.objects.filter(pk=call).values("department"), CallTheme.objects.filter(call=call).values("department")
    return Partner.objects.filter(Q(pk__in=rows[0]) | Q(pk__in=rows[1])).values("pk") if call else ()


def _offer(field, rows, nothing, known=None):
    """rows: what may be chosen; known: the same, where the page has asked."""
    field.queryset = rows
    field.choices = [("", nothing), *((row.pk, str(row)) for row in (rows if known is None else known))]
    for button in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):
        setattr(field.widget, button, False)


class ThemeInline(Rows):
    model, formset = CallTheme, ThemeRows
    fields = ["title", "department", "aim", "whom", "city_part", "group_part", "order"]
    read = ["title", "department", "aim", "whom", "city_part", "group_part"]
    extra = 1
    ordering = ["order", "pk"]
    related = ["department"]

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if "department" in formset.form.base_fields:
            offices = [row for row in offices_of_city(request) if row.office == Partner.Office.DEPARTMENT]
            _offer(formset.form.base_fields["department"], departments(named_in_call(request)), "選んでください", offices)
        return formset


class CostInline(Rows):
    model, form, formset = CallCost, CostForm, CostRows
    fields = ["name", "counts", "share_max_percent", "note", "order"]
    read = ["name", "counts", "share_max_percent", "note"]
    extra = 1
    ordering = ["-counts", "order", "pk"]


class CriterionInline(Rows):
    model, formset = Criterion, CriterionRows
    fields = ["name", "description", "max_points", "weight", "order"]
    read = ["name", "description", "max_points", "weight"]
    extra = 2
    ordering = ["order", "pk"]


class SeatInline(Rows):
    model, form, formset = PanelSeat, SeatForm, RowsOfCall
    fields = ["email", "position", "since", "until"]
    read = ["user", "position", "since", "until"]
    extra = 1
    related = ["user"]
    closes = False

    def has_view_permission(self, request, obj=None):
        return can_see_ranking(request.user)  # who judges is the secretariat's to know, as what they write

    def has_delete_permission(self, request, obj=None):
        return False  # a seat ends with a date: who judged stays known
