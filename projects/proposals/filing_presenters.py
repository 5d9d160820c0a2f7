"""What came on paper: which calls and groups it may be of, what is half entered, and where it goes on."""

from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.lists.search import matching
from partners.directory.standing import Standing
from partners.models import Partner
from projects.calls.models import Call

from .access import groups_to_enter
from .filing_models import ProposalFiling

FOUND = 30  # groups that a search shows
CALLS = 12  # that the page offers, those that close last first


class FoundGroup(NamedTuple):
    """A group out of the directory; `register_url`: where its registration is entered, "" where it has one or waits for it."""

    partner: Partner
    register_url: str


class Entering(NamedTuple):
    """What came and is being entered now, and the page on which that is done."""

    filing: ProposalFiling
    url: str


def calls_on_paper(chosen=None):
    """([Call], whether there are more) that have begun to take proposals and were not withdrawn, or the chosen one of them: a paper may
    be entered after the deadline too."""
    now = timezone.now()
    calls = Call.objects.filter(published_at__lte=now, withdrawn_at=None, opens_at__lte=now)
    if chosen is not None:
        return list(calls.filter(pk=chosen)), False
    found = list(calls.order_by("-closes_at", "pk")[: CALLS + 1])
    return found[:CALLS], len(found) > CALLS


def groups_found(words):
    """([FoundGroup], whether there are more) of the groups whose words hold what was asked for."""
    found = list(matching(groups_to_enter(), words).order_by("kana_key", "pk")[: FOUND + 1])
    ready = (Standing.REGISTERED, Standing.APPLYING)
    paper = reverse("registration-file-paper")
    groups = [FoundGroup(row, "" if row.standing in ready else f"{paper}?partner={row.pk}") for row in found[:FOUND]]
    return groups, len(found) > FOUND


def being_entered():
    """[Entering] of all papers whose content is not in yet, the first of them first. One query."""
    rows = ProposalFiling.objects.filter(Q(used_version=None)).select_related("proposal__partner", "proposal__call", "entered_by")
    return [Entering(row, row.proposal.get_absolute_url()) for row in rows.order_by("received_on", "pk")]


def page_for(proposal, what):
    """The address on which the group would do this (a key of WHATS)."""
    if what in ("enter", "correct"):
        return proposal.get_absolute_url()
    return proposal.step_url(proposal.process.step(what))


def entering_of(proposal, may_file):
    """The Entering of a proposal, for whoever enters; None where nothing is being entered."""
    filing = proposal.open_filing if may_file else None
    return filing and Entering(filing, page_for(proposal, filing.what))
