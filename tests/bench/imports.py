"""Lists of 3,000 groups in and out again: `tests/bench/imports.py [rows]`. In a throw-away database (SQLite in memory, or the server that
DATABASE_URL names).

New groups, contacts of groups that are there, words that everybody reads, and a list that puts names, words and contacts right in the
groups whose number it names; each with its taking back. Seconds of the processor (Django's process) for the check, the press, the clock's
rounds after it, and the longest part of 200 rows; seconds by the clock for all of it; questions; and by how many MB the process grew at most.
Bar: a minute by the clock for each.
"""

import sys
import time
import uuid
from pathlib import Path

import stage

ROWS, BAR = int(sys.argv[1]) if len(sys.argv) > 1 else 3_000, 60


class Watch:
    """What one list costs: processor, clock, questions, memory."""

    def __init__(self):
        from django.db import connection

        self.parts, self.questions = [0], 0
        Path("/proc/self/clear_refs").write_text("5")  # the highest memory is counted anew
        self.before, self.began = self._memory("VmRSS"), time.monotonic()
        self._counting = connection.execute_wrapper(self._count)
        self._counting.__enter__()

    def _count(self, execute, sql, params, many, context):
        self.questions += 1
        return execute(sql, params, many, context)

    @staticmethod
    def _memory(name):
        """MB of this process."""
        line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(f"{name}:"))
        return int(line.split()[1]) / 1024

    def timed(self, act):
        began = time.process_time()
        made = act()
        return made, time.process_time() - began

    def rest(self, work, run):
        """Seconds of all that the press left."""
        from kyodo_portal.process import table_actions

        began = time.process_time()
        while run.is_under_way:
            run, taken = self.timed(lambda run=run: table_actions.go_on(work, run, 0.001))
            self.parts.append(taken)
        return time.process_time() - began

    def say(self, what, check, press, rest):
        self._counting.__exit__(None, None, None)
        clock = time.monotonic() - self.began
        cells = [
            what,
            check,
            f"{press:.1f}",
            f"{rest:.1f}",
            f"{max(self.parts):.1f}",
            f"{clock:.1f}{' MISSED' if clock > BAR else ''}",
        ]
        print(f"| {' | '.join(cells)} | {self.questions:,} | {self._memory('VmHWM') - self.before:.0f} |", flush=True)


def taken_in(what, text, by):
    from kyodo_portal.common.lists.incoming import pasted
    from partners.imports.actions import WORK, begin_import, take_in
    from partners.imports.presenters import checked

    watch = Watch()
    run = begin_import(by=by, form_key=uuid.uuid4(), name=what, sheets=pasted(text))
    found, check = watch.timed(lambda: checked(run))
    run, press = watch.timed(lambda: take_in(run, by=by, version=run.version, choices={}))
    rest, counts = watch.rest(WORK, run), found.counts
    watch.say(f"{what} ({counts.new} new, {counts.join} joined)", f"{check:.1f}", press, rest)
    return run


def taken_back(what, run, by):
    from kyodo_portal.process.table_actions import begin_undoing
    from partners.imports.actions import WORK

    watch = Watch()
    begun, press = watch.timed(lambda: begin_undoing(WORK, run, by=by))
    watch.say(f"{what}, taken back", "", press, watch.rest(WORK, begun))


def table(*columns):
    return "\n".join("\t".join(map(str, row)) for row in columns)


def main():
    with stage.database():
        from django.db import connection

        from partners.models import Partner
        from tests import build

        by = build.office("secretariat")[1]
        print(
            f"{connection.vendor}\n| list | check | press | rest | longest part | clock | questions | MB |\n|---|---|---|---|---|---|---|---|"
        )
        names = [f"見本の会{n}" for n in range(ROWS)]
        phones = [f"0258-{n // 100:02}-{n % 100:04}" for n in range(ROWS)]
        first = taken_in("new groups", table(["団体名"], *([name] for name in names)), by)
        lists = {
            "contacts": [["団体名", "電話"], *zip(names, phones, strict=True)],
            "words": [["団体名", "活動内容"], *((name, f"{n}回の掃除") for n, name in enumerate(names))],
        }
        for what, rows in lists.items():
            taken_back(what, taken_in(what, table(*rows), by), by)
        keys = Partner.objects.filter(name__startswith="見本の会").order_by("pk").values_list("pk", "name")
        right = (
            (pk, f"新{name}", f"{pk}回の集まり", phone, f"見本町{pk}番地") for (pk, name), phone in zip(keys, phones, strict=True)
        )
        what = "put right by number"
        taken_back(what, taken_in(what, table(["ポータルの番号", "団体名", "活動内容", "電話", "住所"], *right), by), by)
        taken_back("new groups", first, by)


if __name__ == "__main__":
    main()
