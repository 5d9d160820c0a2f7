"""What the admin's lists of years and of entries are narrowed by."""

from django.contrib import admin

from kyodo_portal.common.japanese.numbers import small_int
from partners.models import Partner
from projects.entries.models import Participation

from .workflow import CycleStatus
from .years import years

OFFICES = (Partner.Office.DEPARTMENT, Partner.Office.SECRETARIAT)


def parts_of(year):
    """Who takes part today (None), or took part in this 年度: what a list narrowed to it names and looks for."""
    return Participation.objects.valid() if year is None else Participation.objects.of_the_year(year)


class DepartmentFilter(admin.SimpleListFilter):
    title, parameter_name = "担当課", "department"
    entry = "pk__in"

    def lookups(self, request, model_admin):
        return [(str(pk), name) for pk, name in Partner.objects.filter(office__in=OFFICES).values_list("pk", "name")]

    def queryset(self, request, queryset):
        office = small_int(self.value())
        if office is None:
            return queryset
        entries = parts_of(asked_year(request.GET)).filter(partner_id=office, side=Participation.Side.CITY).values("project")
        return queryset.filter(**{self.entry: entries})


def asked_year(query):
    """The 年度 by which the list is narrowed, as an int; None for none and for nonsense. query: request.GET."""
    return int(query[YearFilter.parameter_name]) if query.get(YearFilter.parameter_name) in dict(years()) else None


class StatusFilter(admin.SimpleListFilter):
    title, parameter_name = "状態", "status"

    def lookups(self, request, model_admin):
        return CycleStatus.choices

    def queryset(self, request, queryset):
        return queryset.filter(status=self.value()) if self.value() in CycleStatus.values else queryset


class YearFilter(admin.SimpleListFilter):
    title, parameter_name = "年度", "fiscal_year"

    def lookups(self, request, model_admin):
        return years()

    def queryset(self, request, queryset):
        return queryset.filter(fiscal_year=self.value()) if self.value() in dict(years()) else queryset
