"""The city's offices, as choices of a form."""

from partners.models import Partner


def departments():
    """The city's departments, for choices; where one office does everything, that one. One query."""
    return Partner.objects.departments().order_by("kana_key", "pk")


def city_offices():
    """Departments and the secretariat, for calls."""
    return Partner.objects.filter(office__in=(Partner.Office.DEPARTMENT, Partner.Office.SECRETARIAT)).order_by("kana_key", "pk")
