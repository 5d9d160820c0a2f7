"""What is erased of applications when their term is over."""

from .actions import search_text
from .models import Application, ApplicationChange, ApplicationCorrection

WORDS = ("summary", "place", "conditions", "change_what", "agreed_changes", "report_text")


def erase_applications(keys):
    """The words of these applications go, what was put right and why, and every reason; title, days, number and decision stay."""
    rows = Application.objects.filter(pk__in=keys)
    rows.update(**dict.fromkeys(WORDS, ""), extra={}, change_to={})
    for row in rows.select_related("partner"):
        rows.filter(pk=row.pk).update(search_text=search_text(row))
    ApplicationCorrection.objects.filter(subject__in=keys).blank(reason="")
    ApplicationChange.objects.filter(subject__in=keys).update(reason="", details={}, kept={})
