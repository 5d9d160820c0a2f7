"""What visitors looked for, on a page for staff."""

from django.contrib import admin

from kyodo_portal.common.admin import SafeModelAdmin
from partners.directory.access import is_city_reader

from .models import SoughtWords


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
