"""What the rows of the access table speak of: the nine visitors, and the things they try to open.

`people()` is made anew for every row; a subject's function gets it and returns the arguments of the address.
"""

from guidelines.actions import load_guideline
from guidelines.models import Guideline
from kyodo_portal.notices.actions import tell
from kyodo_portal.notices.models import Notice
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
