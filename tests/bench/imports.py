"""Lists of 3,000 groups in and out again: `tests/bench/imports.py`. In a throw-away database.

New groups, contacts of groups that are there (written in few statements), words that everybody reads (written one by one), each with
its taking back: processor seconds of the check, of the press, of the clock's rounds after it, and of the longest part of 200 rows.
"""

import time
import uuid

import stage

ROWS = 3_000


class Parts:
    """Seconds of each part."""

    def __init__(self):
        self.taken = []

    def all_of(self, work, run):
        from kyodo_portal.process import table_actions

        while run.is_under_way:
            began = time.process_time()
            run = table_actions.go_on(work, run, 0.001)
            self.taken.append(time.process_time() - began)
        return run


def clocked(act):
    began = time.process_time()
    made = act()
    return made, time.process_time() - began


def one(what, text, by):
    from kyodo_portal.common.lists.incoming import pasted
    from kyodo_portal.process.table_actions import begin_undoing
    from partners.imports.actions import WORK, begin_import, take_in
    from partners.imports.presenters import checked

    run = begin_import(by=by, form_key=uuid.uuid4(), name=what, sheets=pasted(text))
    found, check = clocked(lambda: checked(run))
    run, press = clocked(lambda: take_in(run, by=by, version=run.version, choices={}))
    parts = Parts()
    run, rest = clocked(lambda: parts.all_of(WORK, run))
    counts = found.counts
    print(
        f"| {what} ({counts.new} new, {counts.join} joined) | {check:.1f} | {press:.1f} | {rest:.1f} | {max(parts.taken):.1f} |"
    )
    if what != "new groups":  # the others are put right in them
        parts = Parts()
        begun, press = clocked(lambda: begin_undoing(WORK, run, by=by))
        _, rest = clocked(lambda: parts.all_of(WORK, begun))
        print(f"| {what}, taken back | | {press:.1f} | {rest:.1f} | {max(parts.taken):.1f} |")
    return run


def main():
    with stage.database():
        from django.db import connection

        from kyodo_portal.process.table_actions import begin_undoing
        from partners.imports.actions import WORK
        from tests import build

        by = build.office("secretariat")[1]
        print(connection.vendor)
        names = [f"見本の会{n}" for n in range(ROWS)]
        first = one("new groups", "\n".join(["団体名", *names]), by)
        one(
            "contacts",
            "団体名\t電話\n" + "".join(f"{name}\t0258-{n // 100:02}-{n % 100:04}\n" for n, name in enumerate(names)),
            by,
        )
        one("words", "団体名\t活動内容\n" + "".join(f"{name}\t{n}回の掃除\n" for n, name in enumerate(names)), by)
        parts = Parts()
        begun, press = clocked(lambda: begin_undoing(WORK, first, by=by))
        _, rest = clocked(lambda: parts.all_of(WORK, begun))
        print(f"| new groups, taken back | | {press:.1f} | {rest:.1f} | {max(parts.taken):.1f} |")


if __name__ == "__main__":
    main()
