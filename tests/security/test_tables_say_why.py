"""A house rule over every door by which a table leaves: where people's data can be in it, it asks what for, and the trail keeps the answer."""

import ast
import copy
from pathlib import Path

import pytest
from django.utils import timezone

from guidelines.revisions.loading_actions import load_guideline
from kyodo_portal.audit.models import AuditEvent
from partners.models import Errand
from tests import build, house

from .city import settle

MAKERS = {"csv_response", "xlsx_response", "xlsx_sheets_response", "csv_parts", "to_xlsx", "sheets_to_xlsx", "to_book"}
MADE_IN = ("kyodo_portal/common/lists/tables.py", "projects/inventory/tables.py")
# What leaves and asks nothing, with the reason.
OTHERWISE = {
    "guidelines.revisions.library_admin.export_view": "a guideline: public texts",
    "kyodo_portal.pages.open_data.download": "public columns of published rows",
    "kyodo_portal.personal.account_actions.record_export": "one's own data, taken out by oneself",
    "partners.registration.claim_actions.give_letter": "one letter to the body's own address, a part of its step",
    "partners.registration.file_actions.record_download": "one paper of a matter, read where the matter is judged",
    "projects.consultations.desk_views.desk_report_xlsx": "numbers alone, with the small ones hidden",
    "projects.reviews.table_admin.sheet_view": "groups and their means; filled in elsewhere it comes back into the page it left",
    "projects.report.table_views.tables": "frozen numbers alone",
    "projects.report.table_views.statistics_csv": "public numbers",
    "projects.snapshots.views.year_file": "the list that is published; private persons stand in it without a name",
}


def functions_that_hand_out():
    """{dotted name: its AST} of every function of the product that makes a table or records that something was taken out."""
    for path in house.app_code():
        if str(path) in MADE_IN:
            continue
        tree = house.tree(Path(path))
        named = MAKERS | {
            target.id
            for node in tree.body
            if isinstance(node, ast.Assign) and names_in(node.value) & MAKERS
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and (names_in(node) & named or records_taking_out(node)):
                yield f"{house.module(path)}.{node.name}", node


def names_in(node):
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def records_taking_out(node):
    return any(
        isinstance(one, ast.Call) and one.args and isinstance(one.args[0], ast.Constant) and one.args[0].value == "export"
        for one in ast.walk(node)
    )


def asks(node):
    """Whether the function knows a purpose: it asks for one, or is handed one to write down."""
    words = names_in(node) | {one.arg for one in ast.walk(node) if isinstance(one, ast.arg)}
    return bool(words & {"purpose", "PurposeForm"})


def test_every_table_asks_what_for_or_says_why_it_does_not():
    found = dict(functions_that_hand_out())
    assert len(found) > 20
    silent = {name for name, node in found.items() if not asks(node)}
    assert silent == set(OTHERWISE)


@pytest.fixture(scope="module")
def city(lay):
    def make():
        load_guideline(build.OJIYA)
        return settle()

    return lay(make)


@pytest.mark.django_db
def test_no_table_leaves_before_it_was_said_what_for(city, client_for):
    who, addresses, _ = copy.deepcopy(city)
    group = build.partner("見本の宛名の会", address="見本1-1", postal_code="9470001")
    Errand.objects.create(partner=group, what="見本の手紙", way=Errand.Way.LETTER, event="見本", due=timezone.localdate())
    year = timezone.localdate().year + 1
    further = ["/staff/errands/labels/", "/staff/takeovers/sheet/", f"/staff/handover/{year}-04-01/xlsx/"]
    further += ["/admin/audit/auditevent/export/csv/", "/admin/audit/auditevent/export/xlsx/"]
    doors = [address.removeprefix("POST ") for address in addresses if address.startswith("POST ")] + further
    assert len(doors) > 12
    secretariat, host = client_for(who.kanri), client_for(who.dantai)
    taken = AuditEvent.objects.filter(act="export")
    for number, door in enumerate(doors):
        client = host if door.startswith("/events/") else secretariat
        asked = client.post(door)
        assert (asked.status_code, "何に使いますか" in asked.content.decode()) == (200, True), door
        assert taken.count() == number, door
        assert client.post(door, {"purpose": "見本の点検のため"}).status_code == 200, door
        event = taken.latest("pk")
        assert (taken.count(), "見本の点検のため" in event.note) == (number + 1, True) and event.rows is not None, door
