"""What the rows of the access table speak of in the lists of the years."""

from uuid import uuid4

from projects.snapshots.actions import freeze_year, publish_year
from projects.snapshots.old_list_actions import begin_old_list

SHEETS = [["表", [["事業名", "形態"], ["朝市", "共催"]]]]


def unpublished_year(who):
    return [freeze_year(2023, by=who["jimukyoku"]).fiscal_year]


def published_year(who):
    (year,) = unpublished_year(who)
    publish_year(year, by=who["jimukyoku"])
    return [year]


def file_of_unpublished_year(who):
    return [*unpublished_year(who), "csv"]


def file_of_published_year(who):
    return [*published_year(who), "json"]


def _old_list(who):
    said = {"fiscal_year": 2023, "name": "令和6年の表", "sheets": SHEETS, "form_key": uuid4()}
    return begin_old_list(by=who["jimukyoku"], **said).pk


def begun_old_list(who):
    return [_old_list(who), "columns"]


def marked_old_list(who):
    return [_old_list(who)]
