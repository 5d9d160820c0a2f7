"""What visitors looked for, on a page for staff; and, until the portal is on the air, what a new city still lacks."""

from django.contrib import admin
from django.urls import reverse

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.admin_site import on_first_page, register_queue
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.upwards import parties_of, task_sources
from kyodo_portal.process.models import Task
from kyodo_portal.process.photo_todo import PHOTO_REQUESTS
from partners.directory.access import is_city_reader, is_city_staff, is_secretariat
from projects.board.access import can_see_board
from projects.board.presenters import moved_for

from .city_admin import CityAdmin  # noqa: F401
from .first_city import is_on_the_air, missing, needs
from .models import SoughtWords
from .policy_admin import AccessibilityTestAdmin, PolicyTextAdmin  # noqa: F401
from .today import grouped, today_of
from .year_days import year_days

MOVED = 8  # matters that the first page names


class MissedFilter(admin.SimpleListFilter):
    """Words that nobody found: what the guideline, the list of troubles or the directory lacks."""

    title, parameter_name = "結果", "missed"

    def lookups(self, request, model_admin):
        return [("1", "見つからなかったことがある")]

    def queryset(self, request, queryset):
        return queryset.filter(times_without_hit__gt=0) if self.value() == "1" else queryset


@admin.register(SoughtWords)
class SoughtWordsAdmin(SafeModelAdmin):
    """How often the same words were looked for in a month; who did is written nowhere."""

    viewers = staticmethod(is_city_reader)
    list_display = ["words", "month", "times", "times_without_hit"]
    list_filter = [MissedFilter, "month"]
    search_fields = ["words"]
    ordering = ["-month", "-times", "words"]
    fields = readonly_fields = ["words", "month", "times", "times_without_hit"]


def asked_besides(user):
    """The QuerySet of this person's tasks that no table asks for, so that no queue of a table counts them."""
    keys = {source.key for source in task_sources()} - {PHOTO_REQUESTS.key}  # those have a list of their own
    return Task.objects.open().held_by(parties_of(user)).filter(process__in=sorted(keys))


register_queue(
    "そのほかの、あなたの番（マイページにあるもの）",
    lambda request: asked_besides(request.user),
    "/me/",
    lambda user: user.is_staff,
)
register_queue(
    "はじめての準備",
    lambda request: len(missing(needs())),
    lambda request: reverse("first-city"),
    lambda user: is_secretariat(user) and not is_on_the_air(),
    leads=True,
)


@on_first_page
def of_today(request, apps):
    """The day of whoever opens the first page, the year of the city, and the lists that this person may open."""
    months = year_days(small_int(request.GET.get("month"))) if is_city_staff(request.user) else []
    moved = moved_for(request.user, MOVED) if can_see_board(request.user) else None
    return {"today": today_of(request.user), "months": months, "groups": grouped(apps), "moved": moved}
