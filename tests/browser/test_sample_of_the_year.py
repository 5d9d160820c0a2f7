"""What the sample city shows of the city's year, counted in the database of the running portal: whoever tries the portal finds each of it."""

import sqlite3

import pytest

from projects.applications.workflow import APPLICATION


@pytest.fixture(scope="module")
def ask(portal):
    """f(SQL) → the rows, as [tuple]."""
    with sqlite3.connect(f"file:{portal.folder / 'kyodo.sqlite3'}?mode=ro", uri=True) as database:
        yield lambda sql: database.execute(sql).fetchall()


def test_fourteen_applications_stand_in_every_state(ask):
    states = ask("SELECT DISTINCT status FROM projects_application")
    assert {state for (state,) in states} == {row.code for row in APPLICATION.states}
    # All of them; late; not over the internet; one that stands on another.
    counts = "COUNT(*), SUM(is_late_filed), SUM(channel <> 'web'), SUM(basis_id IS NOT NULL)"
    [(every, late, otherwise, reductions)] = ask(f"SELECT {counts} FROM projects_application")
    assert every >= 14 and late and otherwise and reductions
    assert ask("SELECT 1 FROM projects_application WHERE status = 'approved' AND report_due < date('now')")  # nobody has reported


def test_three_schemes_reckon_in_three_ways_and_eight_grants_hang_on_them(ask):
    rules = ask("SELECT DISTINCT scheme_id, rate_num, rate_den, cap, base FROM projects_grantrule")
    assert {(1, 2, 300_000, "eligible"), (1, 1, 100_000, "fixed"), (2, 3, 500_000, "gap")} <= {rule[1:] for rule in rules}
    assert len({rule[0] for rule in rules}) == 3
    assert len(ask("SELECT 1 FROM projects_grant")) >= 8


def test_one_year_is_counted_and_put_right_one_is_half_answered_two_came_in_as_lists(ask):
    rounds = ask("SELECT status FROM projects_inventoryround ORDER BY fiscal_year DESC")
    assert rounds == [("open",), ("published",)]
    sheets = ask(
        "SELECT DISTINCT sheet.status FROM projects_inventorysheet sheet JOIN projects_inventoryround round ON sheet.round_id = round.id"
        " WHERE round.status = 'open'"
    )
    assert {state for (state,) in sheets} == {"waiting", "writing", "in"}
    versions = ask("SELECT version, source FROM projects_snapshot")
    assert (2, "frozen") in versions and versions.count((1, "list")) == 2
    assert ask("SELECT 1 FROM projects_yearreport WHERE status = 'published'")


def test_possibilities_a_reorganisation_handovers_and_three_layers_of_what_is_told(ask):
    assert len(ask("SELECT 1 FROM projects_possibility")) >= 5
    assert ask("SELECT 1 FROM projects_reorganisation")
    assert len(ask("SELECT 1 FROM projects_handover")) >= 2
    assert {layer for (layer,) in ask("SELECT DISTINCT disclosure FROM projects_cycle")} == {"none", "summary", "full"}
