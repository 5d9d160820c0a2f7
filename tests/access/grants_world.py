"""What the rows of the access table speak of in grants: schemes of tanto's office, a grant of dantai's group."""

from kyodo_portal.common.files import storage, uploads
from projects.models import Grant
from tests import build
from tests.projects.grants.build import receipt, rule, scheme

from .world import group_of


def shown_scheme(who):
    return [rule(scheme(group_of(who["tanto"]))).scheme_id]


def scheme_in_preparation(who):
    return [rule(scheme(group_of(who["tanto"])), is_public=False).scheme_id]


def _grant(who, status, **fields):
    of = rule(scheme(group_of(who["tanto"])))
    said = {"title": "見本の事業", "created_by": who["dantai"], "form_key": build.uuid4()}
    return Grant.objects.create(rule=of, partner=group_of(who["dantai"]), status=status, **said, **fields)


def draft_of_a_grant(who):
    return [_grant(who, "draft").pk]


def _decided(who):
    days = {"starts_on": build.days(-8), "ends_on": build.days(20), "decided_on": build.days(-9), "document_number": "福第1号"}
    return _grant(who, "decided", number="R8-G-0001", asked=90_000, decided=90_000, **days)


def decided_grant(who):
    return [_decided(who).pk]


def blank_of_a_scheme(who):
    return [*shown_scheme(who), "apply"]


def no_blank_of_a_scheme(who):
    return [*shown_scheme(who), "secret"]


def sheet_of_a_grant(who):
    return [*decided_grant(who), "apply"]


def filing_of_a_grant(who):
    grant = _decided(who)
    said = {"what": "report", "channel": "paper", "received_on": build.days(0), "entered_by": who["tanto"]}
    return [grant.pk, grant.filings.create(**said, form_key=build.uuid4()).pk]


def rule_and_group(who):
    return [rule(scheme(group_of(who["tanto"]))).pk, group_of(who["dantai"]).pk]


def submit_of_a_grant(who):
    return [*draft_of_a_grant(who), "submit"]


def direct_of_a_grant(who):
    return [*decided_grant(who), "direct"]


def paper_of_a_grant(who):
    grant = _decided(who)
    paper = receipt(grant, who["dantai"])
    paper.stored_as = storage.store(uploads.Accepted("領収書.pdf", "application/pdf", b"%PDF-1.4 receipt")).stored_name
    paper.save()
    return [grant.pk, paper.pk]
