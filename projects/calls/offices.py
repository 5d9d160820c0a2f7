"""The city's offices, as choices of a form: those of today, for nothing new is given to an office that is no more (改組)."""

from kyodo_portal.common.japanese.numbers import small_int
from partners.models import Partner


def departments(kept=()):
    """The city's departments, for choices; where one office does everything, that one. kept: `Partner.objects.city_offices`. One
    query."""
    return Partner.objects.departments(kept).order_by("kana_key", "pk")


def city_offices(kept=()):
    """Departments and the secretariat, for calls. kept: `Partner.objects.city_offices`."""
    return Partner.objects.city_offices(kept).order_by("kana_key", "pk")


def row_of(request):
    """The key of the row whose page of the admin this is; None on the page of a new one."""
    return small_int(request.resolver_match.kwargs.get("object_id", ""))


def named_already(request, model, column="department"):
    """The query of which office the row names whose page of the admin this is, for `kept`; nothing on the page of a new one."""
    key = row_of(request)
    return model._base_manager.filter(pk=key, **{f"{column}__isnull": False}).values(column) if key else ()
