"""Files that belong to nobody: an upload whose request was broken off, or whose row was rolled back, goes into the
trash.

Ordinary days leave one or two of them. Many at once, or nothing but them, is what a wrong or emptied database looks
like: then nothing is moved, and the secretariat reads why on the admin's first page.
"""

import time

from kyodo_portal.common.files import trash
from kyodo_portal.notices.scheduler import Refused

from . import instance
from .archive import rows_files

# More than a day of broken uploads ever leaves; in a large store as in a small one somebody would miss more than that.
MOST = 20
SHARE = 0.05
FEW = 3  # so many are never a mass: one twentieth of a young portal's files is less than one


def unowned(stored, owned, hours=24):
    """Those of the files `stored` ({name: when it was written}) that are not `owned` by a row, older than `hours`: a younger
    one's row may be on its way.
    """
    oldest = time.time() - hours * 3600
    return sorted(name for name, moment in stored.items() if name not in owned and moment < oldest)


def most_at_once(stored):
    """How many of so many stored files may go into the trash in one go."""
    return min(MOST, max(FEW, int(stored * SHARE)))


def remove_unowned_files(hours=24, *, however_many=False):
    """Put what no row names into the trash, bring back what a row names again, and empty the trash of what is old. A
    job of the clock.

    Raises Refused, and touches nothing, where database and file store do not belong together, where no file at all
    has a row, and where more would go than `most_at_once` (unless an operator says `however_many`).
    """
    if problem := instance.problem():
        raise Refused(problem)
    bring_back_wanted()
    stored, owned = trash.stored_files(), rows_files()
    lost = unowned(stored, owned, hours)
    if lost and not however_many and (owned.isdisjoint(stored) or len(lost) > most_at_once(len(stored))):
        raise Refused(
            f"どの行のものでもないファイルが、{len(stored)}個のうち{len(lost)}個あります。データベースが古いか空かもしれないので、"
            "何も動かしていません。バックアップから戻すか、いらないものなら manage.py unowned_files --to-trash をしてください。"
        )
    for name in lost:
        trash.put_away(name)
    bring_back_wanted()  # a row may have come between the question and the move
    trash.empty_trash(keep=rows_files())
    return lost


def bring_back_wanted():
    """Files whose row is there (again) leave the trash. A job of the clock too; no query where the trash is empty."""
    waiting = trash.names_in_trash()
    for name in waiting & rows_files() if waiting else ():
        trash.bring_back(name)
