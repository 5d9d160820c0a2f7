"""What belongs to a 募集回 on its page in the admin: questions, criteria, the panel's seats."""

from django.contrib import admin

from kyodo_portal.common.columns_admin import ColumnsAdmin
from kyodo_portal.common.own_rights import OwnRightsRefusedInline
from kyodo_portal.common.second_save_admin import SecondSaveInline

from .access import can_edit_calls, can_see_calls_in_admin, can_see_ranking
from .forms import CriterionRows, QuestionForm, QuestionRows, SeatForm
from .models import Criterion, PanelSeat, Question


class Rows(SecondSaveInline, ColumnsAdmin, OwnRightsRefusedInline, admin.StackedInline):
    """Rows of a call; closed once a proposal was sent, except for the panel."""

    closes = True

    def _open(self, request, call):
        return can_edit_calls(request.user) and not (self.closes and call is not None and call.pk and call.has_submitted)

    def has_view_permission(self, request, obj=None):
        return can_see_calls_in_admin(request.user)

    def has_add_permission(self, request, obj=None):
        return self._open(request, obj)

    def has_change_permission(self, request, obj=None):
        return self._open(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._open(request, obj)


class QuestionInline(Rows):
    model, form, formset = Question, QuestionForm, QuestionRows
    extra = 2
    ordering = ["order", "pk"]


class CriterionInline(Rows):
    model, formset = Criterion, CriterionRows
    extra = 2
    ordering = ["order", "pk"]


class SeatInline(Rows):
    model, form = PanelSeat, SeatForm
    fields = ["email", "position", "since", "until"]
    extra = 1
    closes = False

    def has_view_permission(self, request, obj=None):
        return can_see_ranking(request.user)  # who judges is the secretariat's to know, as what they write

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user")

    def has_delete_permission(self, request, obj=None):
        return False  # a seat ends with a date: who judged stays known
