"""The frame of jobs: what staff come to the portal for, in one row above each of their pages. Tables stand below, in the admin."""

from typing import NamedTuple

from kyodo_portal.common.own_words import own_words
from kyodo_portal.letters.access import sits_at_a_desk
from partners.directory.access import is_city_reader, is_secretariat
from projects.board.access import can_see_board


class Job(NamedTuple):
    """One job: its words, its first page, how the addresses of its other pages begin, and who has it (f(user))."""

    label: str
    href: str
    pages: tuple
    may: object


def _is_staff(user):
    return user.is_staff


FIRST_CITY = "first_city"  # in the session of whoever goes through はじめての準備, until nothing is missing
PREPARING = Job("はじめての準備", "/staff/first-city/", (), is_secretariat)
JOBS = (
    Job("きょうの仕事", "/admin/", (), _is_staff),
    Job(
        "提案・審査",
        "/projects/board/",
        ("/admin/projects/call/", "/admin/projects/proposal/", "/admin/projects/review/", "/admin/projects/decision/"),
        can_see_board,
    ),
    Job(
        "登録・代わりに入力",
        "/staff/registrations/file/",
        ("/staff/registrations/", "/staff/errands/", "/staff/merges/", "/admin/partners/"),
        is_secretariat,
    ),
    Job("通知書", "/staff/letters/", ("/admin/letters/",), sits_at_a_desk),
    Job("台帳・棚卸し", "/ledger/inventory/", ("/ledger/", "/admin/projects/project/", "/admin/projects/cycle/"), is_city_reader),
    Job(
        "後援・補助",
        "/staff/applications/",
        ("/admin/projects/application/", "/grants/", "/staff/grants/", "/admin/projects/grant"),
        is_city_reader,
    ),
    Job(own_words("町内会へ"), "/staff/asks/", (), is_city_reader),
    Job("みんなの声", "/admin/projects/voice/", ("/voices/file/", "/admin/projects/topic/"), is_city_reader),
    Job("意見募集", "/admin/projects/opinionround/", ("/staff/opinions/",), is_city_reader),
    Job("課と人", "/staff/offices/", ("/staff/",), is_city_reader),
    Job("取込", "/staff/imports/", ("/report/lists/", "/staff/events/imports/"), is_secretariat),
)
STAFF_PAGES = ("/admin/", "/staff/", "/ledger/", "/projects/board/", "/grants/", "/report/lists/", "/voices/file/")


def jobs_of(request):
    """[{href, label, current}] of the jobs of whoever reads this page; [] for others, and on pages that are not made for staff.

    current: "page" for the job's first page, "true" for its others. Who somebody is is known already on such pages: no query more.
    """
    user, path = getattr(request, "user", None), request.path
    if user is None or not path.startswith(STAFF_PAGES) or not user.is_authenticated or not user.is_staff:
        return []
    jobs = (PREPARING, *JOBS) if request.session.get(FIRST_CITY) else JOBS
    starts = {start: job for job in jobs for start in (*job.pages, job.href) if start != "/admin/"}
    here = starts.get(max((start for start in starts if path.startswith(start)), key=len, default=""))
    rows = []
    for job in jobs:
        if job.may(user):
            current = "page" if path == job.href else "true" if job is here else ""
            rows.append({"href": job.href, "label": job.label, "current": current})
    return rows
