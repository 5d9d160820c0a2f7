"""Which tests run on PostgreSQL beside SQLite: those that ask the database what two engines could answer differently.

`make test` runs every test on SQLite, and as many of them on PostgreSQL that each question of interest is asked there too: each
statement that holds more than columns, joins, comparisons and their order (functions, queries within queries, sums,
upserts, searches), and each that the database refuses. Locks are judged wherever they are asked for (`locks_hold`). What brings no such question that a cheaper test does not bring stands in
second_engine.txt; a test that does not stand there runs on both, so a new one does. `make test-slow` runs the rest.

To choose anew: `TESTS_QUESTIONS=/tmp/asked python -m pytest -n 2 -p tests.second_engine` (on either engine; each process writes a
file), then `python -m tests.second_engine /tmp/asked.*.json`.
"""

import json
import os
import re
import sys
from collections import defaultdict
from pathlib import Path

import pytest

LIST = Path(__file__).with_suffix(".txt")
# What runs on both whatever it asks: here the same statements find other rows, or do other things.
ALWAYS = re.compile(
    r"tests/ops/|race|search|database|data_version|kana|sort|order|trigger|append|lock|blank|deadline|megabytes|lost_sessions"
    r"|told_once|one_notice|last_second|whole_days|midnight"
)
LEAST = 0.03  # seconds that the shortest test takes
_PLAIN = re.compile(
    r'"\w+"|%s|\b\d+\b|\'[^\']*\'|COUNT\(\*\)|\b(?:SELECT|DISTINCT|FROM|INNER JOIN|LEFT OUTER JOIN|ON|WHERE|AND|OR|NOT|IN|IS|NULL|ORDER BY'
    r"|ASC|DESC|LIMIT|OFFSET|AS|INSERT INTO|VALUES|UPDATE|SET|DELETE|RETURNING|TRUE|FALSE|true|false|SAVEPOINT|RELEASE|ROLLBACK|TO|\w*_x\d+)\b"
)


def left_out():
    """{"tests/…/test_x.py::test_y"} of the list."""
    lines = (line.split(": ") for line in LIST.read_text(encoding="utf-8").splitlines() if ": " in line)
    return {f"{path}::{name}" for path, names in lines for name in names.split()}


def question(sql):
    """What is asked, whichever columns and however many values; None where every engine answers alike."""
    if not re.search(r"[A-Za-z+*/|-]", _PLAIN.sub("", sql)):
        return None
    sql = re.sub(r"%s(?:, %s)+", "%s", sql)
    sql = re.sub(r'("\w+"\.)?"\w+"(?: AS "\w+")?(?:, ("\w+"\.)?"\w+"(?: AS "\w+")?)+', "…", sql)
    sql = re.sub(r"\b[T-W]\d+\b", "T", sql)
    return re.sub(r"(\(.*\)|%s)(?:, \1)+", r"\1", re.sub(r"(LIMIT|OFFSET) \d+", r"\1", sql))


def locks_hold():
    """Every lock that any test asks SQLite for, which leaves locks out, is one that PostgreSQL can give."""
    from django.db.models.sql.compiler import SQLCompiler

    compile_ = SQLCompiler.as_sql

    def compiled(self, *args, **kwargs):
        answer, query = compile_(self, *args, **kwargs), self.query
        if query.select_for_update:
            own = answer[0]
            while own != (own := re.sub(r"\([^()]*\)", "", own)):
                pass
            outer = "LEFT OUTER JOIN" in own and not query.select_for_update_of
            assert not (outer or query.distinct or query.group_by or query.combinator), f"PostgreSQL cannot lock: {answer[0]}"
        return answer

    SQLCompiler.as_sql = compiled


# ---- as a plugin: what each test asks ----------------------------------------------------------------------------------
_asked, _seconds, _now = defaultdict(set), defaultdict(float), [""]


def pytest_configure(config):
    if "TESTS_QUESTIONS" not in os.environ:
        return
    from django.db.backends.utils import CursorWrapper

    execute = CursorWrapper.execute

    def executed(self, sql, params=None):
        asked = question(str(sql))
        if asked:
            _asked[_now[0]].add(asked)
        try:
            return execute(self, sql, params)
        except Exception as error:
            _asked[_now[0]].add(f"{type(error).__name__} {str(error)[:60]}")
            raise

    CursorWrapper.execute = executed


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item):
    from tests.conftest import asks_database

    if "TESTS_QUESTIONS" not in os.environ or not asks_database(item) or item.get_closest_marker("one_engine"):
        return (yield)
    _now[0], before = item.nodeid.partition("[")[0], sum(os.times()[:4])
    try:
        return (yield)
    finally:
        _seconds[_now[0]] += sum(os.times()[:4]) - before


def pytest_sessionfinish():
    _write()


def _write():
    if "TESTS_QUESTIONS" in os.environ:
        found = {name: [round(_seconds[name], 2), sorted(_asked[name])] for name in _seconds}
        path = f"{os.environ['TESTS_QUESTIONS']}.{os.environ.get('PYTEST_XDIST_WORKER', 'one')}.json"
        Path(path).write_text(json.dumps(found), encoding="utf-8")


# ---- as a program: who asks it most cheaply ----------------------------------------------------------------------------
def chosen(tests):
    """The names of the tests that together ask every question. tests: {name: (seconds, [question])}."""
    keep = {name for name in tests if ALWAYS.search(name)}
    left = {asked for _, questions in tests.values() for asked in questions}
    left -= {asked for name in keep for asked in tests[name][1]}
    rest = {name: (seconds, {*questions}) for name, (seconds, questions) in tests.items() if name not in keep}
    while left:
        best = max(rest, key=lambda name: (len(rest[name][1] & left) / (rest[name][0] + LEAST), name))
        keep.add(best)
        left -= rest.pop(best)[1]
    return keep


def main(paths):
    tests = {}
    for path in paths:
        tests |= json.loads(Path(path).read_text(encoding="utf-8"))
    keep, files = chosen(tests), defaultdict(list)
    for name in sorted(tests.keys() - keep):
        path, _, test = name.partition("::")
        files[path].append(test)
    LIST.write_text("".join(f"{path}: {' '.join(names)}\n" for path, names in files.items()), encoding="utf-8")
    seconds = [sum(seconds for name, (seconds, _) in tests.items() if name in some) for some in (keep, tests)]
    sys.stdout.write(f"{len(keep)} of {len(tests)} tests, {seconds[0]:.0f} of {seconds[1]:.0f} s\n")


if __name__ == "__main__":
    main(sys.argv[1:])
