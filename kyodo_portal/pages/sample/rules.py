"""What the rules ask of the sample's groups: answers, a paper, what staff confirmed, and registrations that are renewed until today."""

from django.utils import timezone

from kyodo_portal.common.files.uploads import Accepted
from partners.models import Partner, RegistrationFile
from partners.registration.check_actions import confirm_checks, etag_of_checks
from partners.registration.check_models import RegistrationCheck
from partners.registration.file_actions import add_file
from partners.rules.models import first_and_last_day

ANSWERS = {
    "neighbourhood": {"households": "96", "groups": "8", "circulars": "9", "district": "見本町の全部", "term": "2年", "authorised": "no"},
    "company": {"leave": "yes", "hours": "平日の日中、年に数回", "agreement": "no"},
    "school": {"students": "240", "classes": "総合の時間に、地域の人の話を聞いています。"},
    "npo": {"authority": "新潟県", "business_year": "4月から翌年3月まで"},
    "community": {"bodies": "見本町の5つの町内会"},
}  # fmt: skip
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj trailer<</Root 1 0 R>>\n%%EOF\n"


def answers(kind, said):
    """What a group of this kind writes into the fields of its rule, as its payload holds it. said: {kind: {field: answer}}."""
    return {f"extra_{key}": value for key, value in said.get(kind, {}).items()}


def attach_papers(registration, user):
    """The papers that must go with it."""
    for paper in registration.rule.papers.filter(must=True):
        accepted = Accepted(name=f"{paper}（見本）.pdf", content_type="application/pdf", content=PDF)
        add_file(registration=registration, by=user, accepted=accepted, kind=RegistrationFile.Kind(paper.kind))


def confirm(registration, staff):
    """Staff looked at what the portal could not tell."""
    open_checks = registration.checks.open()
    said = {check.code: (RegistrationCheck.Staff.OK, "規約と名簿で確かめました。") for check in open_checks}
    if said:
        confirm_checks(registration=registration, by=staff, answers=said, etag=etag_of_checks(registration))


def renew_until_today():
    """Whose time would be over was renewed each time; of the papers the sample shows the first only."""
    today = timezone.localdate()
    for partner in Partner.objects.filter(is_sample=True, valid_until__lt=today).select_related("rule"):
        _, last = first_and_last_day(partner.rule, today)
        Partner.objects.filter(pk=partner.pk).update(valid_until=last)
