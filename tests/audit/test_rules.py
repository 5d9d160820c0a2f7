"""What the code promises of the trail: one writer, words for every act, and no table leaves the house unrecorded."""

import ast

from kyodo_portal.audit.acts import ACTS
from tests import house
from tests.house import report

ANSWERS = {"csv_response", "xlsx_response", "RESPONSES", "download_response"}
WRITERS = {"record", "record_each", "upwards.record", "_record_try"}
# What everybody may take out, or is only made here for those who write it down.
PUBLIC = {
    "kyodo_portal/pages/open_data.py": "open data: what everybody reads",
    "kyodo_portal/common/lists/tables.py": "makes the answer for those who record it",
    "kyodo_portal/common/files/storage.py": "makes the answer for those who record it",
    "guidelines/library/views.py": "pictures of published guidelines",
    "projects/opinions/file_views.py": "files of a plan on which everybody may speak",
    "projects/report/table_views.py": "numbers of the years, which name nobody",
    "kyodo_portal/process/photo_views.py": "photographs, for whoever may open their page",
}


def acts_in(node):
    """The acts that a call may write: a literal, or each of a choice between two."""
    if isinstance(node, ast.IfExp):
        return acts_in(node.body) | acts_in(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) else set()


def test_every_act_that_is_written_has_words():
    places = {}
    for path in house.app_code():
        for name, node in house.calls(path):
            if name in WRITERS and node.args:
                places |= dict.fromkeys(acts_in(node.args[0]), f"{path}:{node.lineno}")
    report([f"{place} writes {act}" for act, place in places.items() if act not in ACTS])
    assert len(places) > 25


def test_nobody_but_record_writes_events():
    """Nobody makes, changes or takes away an AuditEvent elsewhere."""
    breaches = []
    for path in house.app_code():
        if str(path) != "kyodo_portal/audit/actions.py":
            breaches += [f"{path}:{node.lineno}" for name, node in house.calls(path) if name == "AuditEvent"]
            breaches += [
                f"{path}:{node.lineno}"
                for name, node in house.calls(path)
                if name.startswith("AuditEvent.objects.") and "create" in name
            ]
    report(breaches)


def test_what_hands_out_a_table_or_a_file_writes_it_down():
    """Every function that answers with an attachment calls `record` itself, or an action whose name says that it does."""
    breaches = []
    for path in house.app_code():
        if str(path) in PUBLIC or not any(word in house.text(path) for word in (*ANSWERS, "Content-Disposition")):
            continue
        for function in house.functions(path):
            calls = [house.dotted(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)]
            hands_out = {name.split("[")[0] for name in calls} & ANSWERS
            if (hands_out or "Content-Disposition" in ast.unparse(function)) and not any("record" in name for name in calls):
                breaches.append(f"{path}:{function.lineno} {function.name}")
    report(breaches)
