"""補正 of a registration: what was sent and taken back, and papers of an item that the city lets off."""

import pytest
from django.core.exceptions import PermissionDenied

from kyodo_portal.common.files.uploads import Accepted
from kyodo_portal.process.actions import take_step
from partners.registration.file_actions import add_file, drop_file
from tests import build
from tests.sent import opened

pytestmark = pytest.mark.django_db
FIRST, SECOND = (Accepted(f"{name}.pdf", "application/pdf", name.encode()) for name in ("規約", "名簿"))


def asked(group, official, *fields):
    row = build.registration(group, status="draft")
    add_file(registration=row, by=group, accepted=FIRST, kind="rules")
    row = take_step(row, "submit", by=group, version=row.version)
    items = [{"field": field, "reason": "足りません。"} for field in fields]
    return take_step(row, "ask_correct", by=official, version=row.version, items=items, due=build.days(14))


def step(row, name, by, **answers):
    row.refresh_from_db()
    return take_step(row, name, by=by, version=row.version, **answers)


def names(row):
    return [file.name for file in row.files.standing()]


def test_papers_of_an_item_that_is_let_off_do_not_count_and_what_was_taken_away_lies_there_again(client_for):
    (_, official), group = build.office("secretariat"), build.user()
    row = asked(group, official, "files", "purpose")
    papers = row.corrections.get(field="files")
    drop_file(registration=row, by=group, pk=row.files.get().pk)
    late = add_file(registration=row, by=group, accepted=SECOND, kind="members")
    browser, office = client_for(group), client_for(official)
    desk, own = f"/admin/partners/registration/{row.pk}/change/", row.get_absolute_url()
    assert names(row) == ["名簿.pdf"] and "名簿.pdf" in build.read(browser, f"/partners/registrations/{row.pk}/files/")
    step(row, "drop_correct", official, which=[str(papers.pk)], reason="もう受け取っていました。")
    assert names(row) == ["規約.pdf"]
    said = "「資料」に書いたもの、付けたもので、まだ出していなかったものは、使われません。"
    assert said in group.notices.latest("pk").body and "送らずにあったもの：名簿.pdf" in build.read(browser, own)
    assert "規約.pdf" in build.read(office, desk) and "名簿.pdf" not in build.read(office, desk)
    assert office.get(f"/partners/registrations/{row.pk}/files/{late.pk}/").status_code == 404
    with pytest.raises(PermissionDenied):
        add_file(registration=row, by=group, accepted=SECOND, kind="members")
    step(row, "undo_drop_correct", official, reason="押しまちがえました。")
    assert names(row) == ["名簿.pdf"]
    step(row, "accept_as_is", official, which=[str(papers.pk)], remark="")  # what the city sees is what it accepts
    assert names(row) == ["名簿.pdf"] and "「資料」に付けたものは、そのまま入ります。" in group.notices.latest("pk").body
    step(row, "undo_accept_as_is", official, reason="押しまちがえました。")
    step(row, "drop_correct", official, which=[str(papers.pk)], reason="もう受け取っていました。")
    step(row, "add_correct", official, items=[{"field": "files", "reason": "やはり名簿を。"}], due=build.days(14))
    assert add_file(registration=row, by=group, accepted=SECOND, kind="members") == late  # handed in anew: the same paper
    assert names(row) == ["規約.pdf", "名簿.pdf"]


def test_what_was_sent_and_taken_back_stands_in_the_form_and_beside_its_item_when_let_off(client_for):
    (_, official), group = build.office("secretariat"), build.user()
    row = asked(group, official, "purpose", "pr")
    values = {"purpose": "雪で困る人のためです。", "pr": "みじかい紹介"}
    step(row, "correct", group, values=values)
    step(row, "undo_correct", group, reason="書き足します。")
    browser = client_for(group)
    fields = opened(browser, f"/partners/registrations/{row.pk}/correct/")
    assert (fields["purpose"], fields["pr"]) == (["雪で困る人のためです。"], ["みじかい紹介"])
    step(row, "drop_correct", official, which=[str(row.corrections.get(field="pr").pk)], reason="よく読めました。")
    assert "送らずにあったもの：みじかい紹介" in build.read(browser, row.get_absolute_url())
    assert "みじかい紹介" not in build.read(client_for(official), f"/admin/partners/registration/{row.pk}/change/")
    row.refresh_from_db()
    assert row.payload["pr"] == "ちょっとした困りごと、聞きます。" and "typed" not in row.payload
