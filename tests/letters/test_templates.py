"""Templates: laid once, versions, marks that are refused, what becomes of values."""

from dataclasses import replace

import pytest

from kyodo_portal.letters.checks import lacks_of, letter_kinds_are_whole
from kyodo_portal.letters.kinds import LetterDefault, kind_of
from kyodo_portal.letters.marks import filled, problems_of
from kyodo_portal.letters.models import OfficialLetter
from kyodo_portal.letters.presenters import blocks_of
from kyodo_portal.letters.template_actions import WRITTEN, lay_templates
from kyodo_portal.letters.template_models import LetterTemplate
from tests import build

KNOWN = ("団体名", "理由")


def test_only_known_marks_pass():
    assert problems_of("｛団体名｝へ。理由：｛理由｝", KNOWN) == []
    assert problems_of("｛団体めい｝", KNOWN) == [
        "｛団体めい｝は、この手続きで使えるしるしにありません。使えるのは、｛団体名｝、｛理由｝です。"
    ]
    assert problems_of("｛団体名", KNOWN)[0].startswith("｛ と ｝ が、組になっていません。")
    assert problems_of("{団体名}", KNOWN)[0].startswith("半角の { } は使えません。")


def test_values_are_text_and_lines_of_nothing_go():
    text = "｛団体名｝ 様\n\n記\n条件：｛条件｝\n理由：｛理由｝"
    values = {"団体名": "<b>会</b>｛理由｝", "条件": "", "理由": "一つめ\n二つめ"}
    assert filled(text, values) == "<b>会</b>｛理由｝ 様\n\n記\n理由：一つめ\n　二つめ"
    head, ki, items = blocks_of(filled(text, values))
    assert (head.lines, ki.is_ki) == (["<b>会</b>｛理由｝ 様"], True)
    assert items.items == [("理由", ["一つめ", "二つめ"])]


def test_what_a_process_says_of_its_letters_is_asked_by_check():
    assert letter_kinds_are_whole() == []
    kind = replace(
        kind_of("proposal"), told=("nobody",), defaults=(LetterDefault("fly", "見本", "｛空｝", "見本", appeal="contact"),)
    )
    role, step, mark, appeal = lacks_of(kind)
    assert role == "通知書（協働の提案）の told にある「nobody」は、ROLES にありません。"
    assert step == "通知書（協働の提案）の defaults にある「fly」は、市がする手続きにありません。"
    assert mark.startswith("通知書（協働の提案）の「見本」：｛空｝は、この手続きで使えるしるしにありません。")
    assert appeal == "通知書（協働の提案）の「見本」：appeal と appeal_text が合いません。"


@pytest.mark.django_db
def test_ours_are_laid_once():
    assert (lay_templates() > 0, lay_templates()) == (True, 0)
    LetterTemplate.objects.filter(process="proposal", step="adopt").update(in_use=False)
    assert lay_templates() == 0  # a city that writes none has said so


def sent(row, **changed):
    values = {name: getattr(row, name) for name in WRITTEN} | {"in_use": "on"} | changed
    return {name: value for name, value in values.items() if value is not None}


@pytest.mark.django_db
def test_words_that_change_are_the_next_version_and_old_letters_keep_theirs(client_for):
    from .build import the_letter, told

    world = told()
    letter, row = the_letter(), LetterTemplate.objects.get(process="proposal", step="adopt")
    desk = client_for(world.clerk)
    address = f"/admin/letters/lettertemplate/{row.pk}/change/"
    token = desk.get(address).context["row_token"]
    bad = desk.post(address, sent(row, body="｛団体めい｝", row_token=token))
    assert "｛団体めい｝は、この手続きで使えるしるしにありません。" in bad.content.decode()
    assert desk.post(address, sent(row, title="採択のお知らせ", row_token=token)).status_code == 302
    old, new = LetterTemplate.objects.filter(process="proposal", step="adopt").order_by("version")
    assert [(old.version, old.in_use, old.title), (new.version, new.in_use, new.title)] == [
        (1, False, "協働の提案の採択について（通知）"),
        (2, True, "採択のお知らせ"),
    ]
    assert OfficialLetter.objects.get(pk=letter.pk).template == old
    again = desk.post(address, sent(old, title="べつ", row_token=desk.get(address).context["row_token"]))
    assert "このひな形には、新しい版があります。" in again.content.decode()


@pytest.mark.django_db
def test_a_step_without_a_template_writes_none_and_one_added_does(client_for):
    _, clerk = build.office("secretariat")
    place = "registration decline"
    desk = client_for(clerk)
    desk.post(
        "/admin/letters/lettertemplate/add/",
        {"place": place, "name": "見本の通知", "title": "見本", "body": "｛団体名｝ ｛申請の種類｝", "appeal": "none", "keep_years": "3", "in_use": "on",
         "form_key": str(build.uuid4())},
    )  # fmt: skip
    row = LetterTemplate.objects.get()
    assert (row.process, row.step, row.version, row.in_use) == ("registration", "decline", 1, True)
