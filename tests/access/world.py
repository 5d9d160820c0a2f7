"""What the rows of the access table speak of: the nine visitors, and the things they try to open.

`people()` is made anew for every row; a subject's function gets it and returns the arguments of the address.
"""

from guidelines.actions import load_guideline
from guidelines.models import Guideline
from kyodo_portal.common import files
from kyodo_portal.notices.actions import tell
from kyodo_portal.notices.models import Notice
from partners.actions import add_file, take
from partners.models import Membership
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
        "kanri": build.keeper(),
    }


def notice_of_dantai(who):
    tell([who["dantai"]], title="お知らせ", key="access")
    return [Notice.objects.get().pk]


def own_guideline(who):
    return [load_guideline(build.OJIYA).slug]


def draft_guideline(who):
    slugs = own_guideline(who)
    Guideline.objects.update(published_at=None)
    return slugs


def own_chapter(who):
    return [*own_guideline(who), 1]


def draft_chapter(who):
    return [*draft_guideline(who), 1]


def _group_of(person):
    return Membership.objects.filter(user=person).first().partner


def group_of_dantai(who):
    return [_group_of(who["dantai"]).pk]


def applying_group_of_dantai(who):
    return [_registration(who, "submitted").partner_id]


def membership_of_dantai(who):
    """A second representative stands beside, so that the first may leave."""
    row = Membership.objects.get(user=who["dantai"])
    build.join(build.user(), row.partner, Membership.Part.REPRESENTATIVE)
    return [row.partner_id, row.pk]


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
    accepted = files.Accepted("規約.pdf", "application/pdf", b"%PDF-1.4 ...")
    paper = add_file(registration=row, by=who["dantai"], accepted=accepted, kind="rules")
    take(row, "submit", by=who["dantai"], version=row.version)
    return [row.pk, paper.pk]
