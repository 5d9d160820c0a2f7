"""What the ledger's pages in the admin offer to choose from, and how they name the offices of an entry."""

from django.db.models import F

from guidelines.models import CollaborationForm
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.lists.search import matching
from partners.directory.access import is_secretariat, offices_of
from partners.models import Partner
from projects.cycles.admin_filters import OFFICES
from projects.entries.models import Participation
from projects.entries.workflow import LEDGER

from .access import offices_entered_for

FOUND = 30  # partners shown at once on the page of a new entry


def partners_found(asked):
    """The partners that an office may pick, for a year that is over also those who left since, and whose words hold what was asked for."""
    return matching(Partner.objects.choosable_then(), asked)


def offered_partners(asked, chosen):
    """The partners that may be ticked: those found by the words, and those ticked already."""
    hits = partners_found(asked).order_by("kana_key", "pk").values_list("pk", flat=True)[:FOUND]
    return Partner.objects.filter(
        pk__in=[*hits, *Partner.objects.choosable_then().filter(pk__in=chosen).values_list("pk", flat=True)]
    )


def chosen_form(key):
    """The form of this key (text), where one may be chosen; otherwise None. One query, none without a key."""
    return CollaborationForm.objects.offered_then().filter(pk=small_int(key, 0)).first() if key else None


def office_names(project):
    """The city's offices that take part, joined by ・. No query where the participations are at hand."""
    return "・".join(
        participation.partner.name
        for participation in project.participations.all()
        if participation.side == Participation.Side.CITY
    )


def called_for(user, project, rows):
    """These rows of who takes part, each with `called`: the whole name for its own office and the secretariat, for every other office
    what everybody reads."""
    inside = bool(LEDGER.roles_of(user, project))
    for row in rows:
        row.called = row.partner.name if inside else row.partner.public_name
    return rows


def offered_departments(user):
    """The offices that may be given an entry: all of them for the secretariat, otherwise one's own, and those that are no more and whose
    work one's own office has. Those of today first. A query for each step back of the latter."""
    departments = Partner.objects.filter(office__in=OFFICES).order_by(F("ended_on").desc(nulls_first=True), "name")
    return departments if is_secretariat(user) else departments.filter(pk__in=offices_entered_for(user))


def own_department(user):
    """{"department": key} as the form of a new entry begins with; None for who works in no office."""
    return {"department": next(iter(sorted(offices_of(user))), None)}
