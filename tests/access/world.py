"""What the rows of the access table speak of: the nine visitors, and the things they try to open.

`people()` is made once for the table; a subject's function gets it and returns the arguments of the address.
"""

from uuid import uuid4

from guidelines.models import Guideline
from guidelines.revisions.loading_actions import load_guideline
from kyodo_portal.common.drawing import palette, pictures
from kyodo_portal.common.files import uploads
from kyodo_portal.notices.actions import notify
from kyodo_portal.notices.models import Notice
from kyodo_portal.pages.models import AccessibilityTest, PolicyText
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.models import Photo
from kyodo_portal.process.photo_actions import ask_to_remove, remove_photo
from partners.models import Membership, Partner
from partners.registration.file_actions import add_file
from projects.models import PanelSeat, Proposal
from projects.proposals.drafting.actions import add_file as add_proposal_file
from tests import build


def people():
    """{name of table.PEOPLE: user or None}"""
    _, dantai, _ = build.group("見本子ども食堂")
    _, dantai2, _ = build.group("見本雪かき隊")
    _, kosharu = build.office("coordinator")
    _, tanto = build.office("department")
    _, jimukyoku = build.office("secretariat")
    return {
        "anonymous": None,
        "jumin": build.user("見本 住民"),
        "dantai": dantai,
        "dantai2": dantai2,
        "kosharu": kosharu,
        "tanto": tanto,
        "shinsa": build.user("見本 審査委員"),
        "jimukyoku": jimukyoku,
        "kanri": build.system_admin(),
    }


def notice_of_dantai(who):
    notify([who["dantai"]], title="お知らせ", key="access")
    return [Notice.objects.get().pk]


def drawing_of_a_scene(who):
    return (pictures.drawing("scene-snow").digest, "scene-snow")


def sheet_of_blue(who):
    return (palette.sheet(210).digest, 210)


def terms_ahead(who):
    return ("terms", PolicyText.objects.create(kind="terms", version=2, since=build.days(9), body="見本").version)


def terms_draft(who):
    return ("terms", PolicyText.objects.create(kind="terms", version=3, body="見本").version)


def public_test(who):
    return (AccessibilityTest.objects.create(fiscal_year=2026, tested_on=build.days(-1), is_public=True).fiscal_year,)


def unseen_test(who):
    return (AccessibilityTest.objects.create(fiscal_year=2027, tested_on=build.days(-1)).fiscal_year,)


def open_data_of_partners(who):
    return ("partners", "csv")


def open_data_of_projects(who):
    return ("projects",)


def drawing_that_is_none(who):
    return ("0" * 12, "no-such-scene")


def staff_door(who):
    return ("staff",)


def own_guideline(who):
    return [load_guideline(build.OJIYA).slug]


def draft_guideline(who):
    slugs = own_guideline(who)
    Guideline.objects.update(published_at=None)
    return slugs


def photo_of_dantai(who):
    return [build.photo("partner", group_of(who["dantai"]), who["dantai"]).pk]


def covered_photo_of_dantai(who):
    (pk,) = photo_of_dantai(who)
    ask_to_remove(Photo.objects.get(pk=pk), by=None, form_key=uuid4(), words="", contact="", line="10.0.0.1")
    return [pk]


def picture_of_dantai(who):
    return [*photo_of_dantai(who), "l"]


def covered_picture_of_dantai(who):
    return [*covered_photo_of_dantai(who), "s"]


def removed_picture_of_dantai(who):
    (pk,) = photo_of_dantai(who)
    remove_photo(Photo.objects.get(pk=pk), by=who["dantai"])
    return [pk, "s"]


def photos_of_dantai(who):
    return ["partner", group_of(who["dantai"]).pk]


def photos_of_no_place(who):
    return ["weather", 1]


def own_chapter(who):
    return [*own_guideline(who), 1]


def draft_chapter(who):
    return [*draft_guideline(who), 1]


def no_picture(who):
    return [1]


def door_of_a_code(who):
    return ["sign-in"]


def own_term(who):
    own_guideline(who)
    return ["kyodo"]


def draft_term(who):
    draft_guideline(who)
    return ["kyodo"]


def own_case(who):
    return [*own_guideline(who), "josetsu"]


def draft_case(who):
    return [*draft_guideline(who), "josetsu"]


def own_form(who):
    return [*own_guideline(who), "kyosai"]


def draft_form(who):
    return [*draft_guideline(who), "kyosai"]


def own_trouble(who):
    own_guideline(who)
    return ["yane-yuki"]


def draft_trouble(who):
    draft_guideline(who)
    return ["yane-yuki"]


def group_of(person):
    return Membership.objects.filter(user=person).first().partner


def group_of_dantai(who):
    return [group_of(who["dantai"]).pk]


def applying_group_of_dantai(who):
    return [_registration(who, "submitted").partner_id]


def membership_of_dantai(who):
    """A second representative stands beside, so that the first may leave."""
    row = Membership.objects.get(user=who["dantai"])
    build.join(build.user(), row.partner, Membership.Part.REPRESENTATIVE)
    return [row.partner_id, row.pk]


def newcomer_of_dantai(who):
    """Somebody whom an office entered today as a representative of dantai's group."""
    group = Membership.objects.get(user=who["dantai"]).partner
    row = build.join(build.user(), group, Membership.Part.REPRESENTATIVE, since=0)
    Membership.objects.filter(pk=row.pk).update(entered_at=build.timezone.now())
    return [group.pk, row.pk]


def _registration(who, status):
    return build.registration(who["dantai"], status=status, secretary=who["jimukyoku"])


def draft_of_dantai(who):
    return [_registration(who, "draft").pk]


def draft_page_of_dantai(who):
    return [*draft_of_dantai(who), "about"]


def submitted_of_dantai(who):
    return [_registration(who, "submitted").pk]


def correcting_of_dantai(who):
    return [_registration(who, "correcting").pk]


def approve_of_dantai(who):
    return [*submitted_of_dantai(who), "approve"]


def withdraw_of_dantai(who):
    return [*submitted_of_dantai(who), "withdraw"]


def paper_of_dantai(who):
    row = _registration(who, "draft")
    accepted = uploads.Accepted("規約.pdf", "application/pdf", b"%PDF-1.4 ...")
    paper = add_file(registration=row, by=who["dantai"], accepted=accepted, kind="rules")
    take_step(row, "submit", by=who["dantai"], version=row.version)
    return [row.pk, paper.pk]


# ---- calls and proposals ---------------------------------------------------------------------------------------------
def own_group(who):
    return Membership.objects.get(user=who["dantai"]).partner


def open_call(who):
    return [build.call().pk]


def unpublished_call(who):
    return [build.call(published=False).pk]


def proposal_draft(who):
    return [build.draft(own_group(who), who["dantai"]).pk]


def asked_of_dantai2(who):
    """dantai names the group of dantai2 on a draft."""
    named = Partner.objects.get(memberships__user=who["dantai2"])
    return [build.joined(build.draft(own_group(who), who["dantai"]), named, state="asked").pk]


def accompanied_draft(who):
    build.assign(who["kosharu"], own_group(who))
    return proposal_draft(who)


def proposal_sent(who):
    return [build.submitted(own_group(who), who["dantai"]).pk]


def _in_review(who):
    call = build.call()
    PanelSeat.objects.create(call=call, user=who["shinsa"], since=build.days(-1))
    return build.under_review(own_group(who), who["dantai"], who["jimukyoku"], to=call)


def proposal_in_review(who):
    return [_in_review(who).pk]


def proposal_withdrawn(who):
    proposal = build.submitted(own_group(who), who["dantai"])
    take_step(proposal, "withdraw", by=who["dantai"], version=proposal.version, reason="都合が変わりました。")
    return [proposal.pk]


def proposal_adopted(who):
    proposal = _in_review(who)
    Proposal.objects.filter(pk=proposal.pk).update(status="adopted")
    return [proposal.pk]


def draft_page(who):
    return [*proposal_draft(who), "idea"]


def accompanied_page(who):
    return [*accompanied_draft(who), "idea"]


def sent_page(who):
    return [*proposal_sent(who), "idea"]


def withdraw_proposal(who):
    return [*proposal_sent(who), "withdraw"]


def _file(who, proposal, *, is_public=False):
    before = proposal.status
    Proposal.objects.filter(pk=proposal.pk).update(status="draft")
    accepted = uploads.Accepted("地図.pdf", "application/pdf", b"%PDF-1.4 ...")
    file = add_proposal_file(proposal, by=who["dantai"], accepted=accepted, is_public=is_public)
    Proposal.objects.filter(pk=proposal.pk).update(status=before)
    return [proposal.pk, file.pk]


def draft_file(who):
    return _file(who, build.draft(own_group(who), who["dantai"]))


def review_file(who):
    return _file(who, _in_review(who))


def adopted_private_file(who):
    return _adopted(_file(who, _in_review(who)))


def adopted_public_file(who):
    return _adopted(_file(who, _in_review(who), is_public=True))


def _adopted(keys):
    Proposal.objects.filter(pk=keys[0]).update(status="adopted")
    return keys
