"""課の棚卸し: the page on which one office answers."""

from django.shortcuts import render

from .views import sheet_or_404


def sheet(request, year, office):
    """The office and the secretariat: every matter of the office, a row each."""
    found = sheet_or_404(request, year, office)
    lines = found.lines.select_related("form", "project")
    return render(request, "projects/inventory/sheet.html", {"sheet": found, "lines": lines})
