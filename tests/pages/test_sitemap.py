"""The sitemap names every page that everybody may open without knowing a number."""

from contextlib import suppress

from django.urls import NoReverseMatch, reverse

from kyodo_portal.pages.sitemaps import Pages
from tests.house import report
from tests.test_house_rules import named_addresses

# Public addresses that nobody looks for: what answers programs, what somebody comes to on the way, pages of the sample and of makers.
NOT_LOOKED_FOR = {
    **dict.fromkeys(
        ("sitemap", "sitemap-xml", "robots", "security-txt", "healthz", "readyz"), "for programs, and the map itself"
    ),
    **dict.fromkeys(("events-ics", "calls-ics", "opinions-ics", "committees-ics", "report-statistics-csv"), "a file"),
    **dict.fromkeys(
        ("ask-code", "ask-sent", "voice-code", "voice-sent", "consult-sent", "photo-asked", "own-closed"), "on the way"
    ),
    **dict.fromkeys(("sample_people", "sample_mail", "gallery"), "of the sample, of makers"),
    **dict.fromkeys(
        ("search", "reading", "helping", "proposal-helping", "register-paper", "takeover-paper"),
        "a box, a choice, a number or a sheet of paper of another page",
    ),
}


def test_every_public_page_stands_in_it():
    listed, breaches = {*Pages().items()}, []
    for name, entry in named_addresses():
        if name and not getattr(entry.callback, "login_required", True) and name not in listed | NOT_LOOKED_FOR.keys():
            with suppress(NoReverseMatch):  # one with a number or a word in it
                breaches.append(f"{name} ({reverse(name)}) stands neither in sitemaps.py nor here with a reason")
    report([breach for breach in breaches if "(/accounts/" not in breach])  # a door
