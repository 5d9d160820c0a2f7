"""What the rows of the access table speak of in lists of groups and in bodies that stand there twice."""

from uuid import uuid4

from kyodo_portal.common.lists.incoming import pasted
from partners.event_imports.actions import begin_import as begin_event_import
from partners.imports.actions import begin_import
from partners.imports.merge_actions import merge_partners
from tests import build

LIST = "団体名\t電話\nあさの会\t0258-11-0001\n"


def begun_import_alone(who):
    return [begin_import(by=who["jimukyoku"], form_key=uuid4(), name="名簿", sheets=pasted(LIST)).pk]


def begun_import(who):
    return [*begun_import_alone(who), "check"]


def begun_event_import_alone(who):
    events = pasted("イベント名\t開始日\n朝の会\t2027-01-09\n")
    return [begin_event_import(by=who["jimukyoku"], form_key=uuid4(), name="催しの表", sheets=events).pk]


def begun_event_import(who):
    return [*begun_event_import_alone(who), "check"]


def two_bodies(who):
    return [build.partner("あさの会").pk, build.partner("あさの会（本部）", standing="unlisted").pk]


def made_one(who):
    keep, gone = build.partner("ひるの会"), build.partner("ひるの会（本部）", standing="unlisted")
    return [merge_partners(keep, gone, by=who["jimukyoku"], why="同じ規約です。").pk]
