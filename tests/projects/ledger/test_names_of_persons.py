"""A private person who agreed to nothing is named to nobody but those who work on the matter, by whatever door one looks."""

import io

import openpyxl
import pytest

from partners.directory.standing import Standing
from projects.entries.search import refresh_entries_of
from projects.models import Project
from tests.projects.ledger.build import World, partner
from tests.sent import text_of

pytestmark = pytest.mark.django_db
NAME, KIND = "山田 花子", "市民（個人）"


@pytest.fixture(scope="module")
def laid_world(lay):
    def make():
        world = World()
        world.hanako = partner(NAME, kind="citizen", standing=Standing.UNLISTED)
        world.mine = world.entry(title="花を植える", partners=[world.hanako])
        return world

    return lay(make)


def taken_out(client):
    answer = client.post("/admin/projects/project/xlsx/", {"purpose": "点検のため"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer) if answer.streaming else answer.content))
    return [row[6] for row in book.active.iter_rows(min_row=2, values_only=True)]


def test_the_table_of_the_ledger_names_her_to_her_office_only(world, client_for):
    assert taken_out(client_for(world.clerk)) == taken_out(client_for(world.chief)) == [NAME]
    assert taken_out(client_for(world.outsider)) == [KIND]


def test_the_page_of_the_entry_names_her_to_her_office_only(world, client_for):
    page = f"/admin/projects/project/{world.mine.pk}/change/"
    assert NAME in client_for(world.clerk).get(page).text and NAME in client_for(world.chief).get(page).text
    seen = client_for(world.outsider).get(page).text
    assert NAME not in seen and f"<td>{KIND}</td>" in seen


def test_the_board_says_that_it_is_a_person_and_not_who(world, client_for):
    for reader in (world.outsider, world.idle, world.clerk):
        board = client_for(reader).get("/projects/board/?view=table").text
        assert "花を植える" in board and KIND in board and NAME not in board
        assert "花を植える" not in client_for(reader).get("/projects/board/?q=花子").text
    world.hanako.name_consent = True
    world.hanako.save()
    refresh_entries_of(world.hanako)
    assert NAME in client_for(world.outsider).get("/projects/board/?view=table").text


@pytest.mark.parametrize(
    ("name", "kind", "asks"),
    [
        ("佐藤 一郎", "civic", True), ("佐藤一郎", "other", True), ("グエン・アン", "other", True), ("Anh Nguyen", "other", True),
        ("佐藤一郎", "civic", False), ("佐藤工務店", "other", False), ("佐藤 一郎", "citizen", False),
    ],
)  # fmt: skip
def test_whoever_enters_a_name_like_a_persons_as_a_body_is_asked(world, client_for, name, kind, asks):
    clerk = client_for(world.clerk)
    sent = {
        "title": "新しい取り組み", "form": world.small.pk, "new_partner": name, "new_partner_kind": kind, "summary": "花",
        "department": world.office.pk, "published": "on", "form_key": "0b9f7a52-7a0e-4b7e-9a57-0d3a4b1c2d3e",
    }  # fmt: skip
    answer = clerk.post("/admin/projects/project/add/", sent)
    assert (f"「{name}」は、人の名のようです。" in text_of(answer)) == asks
    assert Project.objects.filter(title="新しい取り組み").exists() != asks
