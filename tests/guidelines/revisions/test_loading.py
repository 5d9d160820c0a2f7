"""A guideline comes from a file; the file can be loaded again and again."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from guidelines import models
from guidelines.library.presenters import own_guideline, what_is_kyodo
from guidelines.revisions.loading_actions import load_guideline
from guidelines.revisions.row_codec import ITEMS, PARTS
from tests.build import OJIYA


def counts():
    kinds = [*PARTS.values(), models.Municipality, models.CaseRole, models.Revision, models.RevisionRow, models.RevisionChange]
    return {kind.__name__: kind.objects.count() for kind in kinds}


def test_the_whole_document_is_there(ojiya):
    assert counts() == {
        "CollaborationForm": 11, "ActivityField": 6, "Term": 8, "Principle": 4, "Role": 6, "FirstStep": 4, "Step": 5, "Policy": 3,
        "Column": 0, "Effect": 0, "SupportScheme": 8, "ContactPoint": 8, "CaseStudy": 8, "Municipality": 1, "Guideline": 1,
        "Chapter": 8, "CaseRole": 8, "Trouble": 24, "Revision": 1, "RevisionRow": 104, "RevisionChange": 1,
    }  # fmt: skip


def test_loading_twice_changes_nothing(ojiya):
    before = counts(), list(models.Chapter.objects.values()), list(models.Guideline.objects.values())
    load_guideline(OJIYA)
    assert (counts(), list(models.Chapter.objects.values()), list(models.Guideline.objects.values())) == before


def test_loading_again_brings_the_file_back_unless_told_to_keep(ojiya):
    models.Principle.objects.filter(key="taiwa").update(title="話す")
    models.Principle.objects.filter(key="kyoyu").delete()
    load_guideline(OJIYA, keep=True)
    assert list(models.Principle.objects.values_list("title", flat=True)) == ["話す", "共有", "対等の立場", "相互理解"]
    load_guideline(OJIYA)
    assert models.Principle.objects.get(key="taiwa").title == "対話"


def test_every_item_says_where_it_comes_from_or_that_the_portal_added_it(ojiya):
    for model in ITEMS.values():
        for item in model.objects.all():
            assert bool(item.section) != item.is_added, item


def test_the_points_and_the_leads_have_a_plain_version(ojiya):
    assert all(models.Principle.objects.values_list("easy", flat=True))
    assert all(models.Chapter.objects.values_list("easy", flat=True))
    assert models.Term.objects.get(key="kyodo").easy


def test_forms_carry_the_citys_word_and_the_common_code(ojiya):
    assert list(models.CollaborationForm.objects.offered().values_list("title", "code")) == [
        ("補助金", "grant"), ("委託", "commission"), ("共催", "joint_host"), ("後援", "nominal"),
        ("減免", "inkind"), ("実行委員会", "committee"), ("活動支援", "inkind"),
        ("計画づくりへの参画", "planning"), ("協定・連携", "cooperation"), ("ボランティアの参加", "volunteer"),
        ("その他", "other"),
    ]  # fmt: skip


def test_the_home_page_gets_its_words_with_two_queries(ojiya, django_assert_num_queries):
    with django_assert_num_queries(2):
        kyodo = what_is_kyodo()
        assert kyodo.guideline.municipality.name == "小千谷市"
    assert kyodo.definition.title == "協働"
    assert [principle.title for principle in kyodo.principles] == ["対話", "共有", "対等の立場", "相互理解"]


def test_a_case_is_found_by_what_its_people_do(ojiya):
    assert "流雪溝と消雪" in models.CaseStudy.objects.get(key="josetsu").search_text


def test_without_a_guideline_there_is_none(db):
    assert what_is_kyodo() is None and own_guideline() is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda data: data.pop("chapters"), "形が違います"),
        (lambda data: data.update(extra=[]), "知らない部分があります：extra"),
        (lambda data: data["principles"][0].update(color="red"), "原則に知らない項目があります：color"),
        (lambda data: data["chapters"][0].update(body="印のない本文"), "第1節の本文に [[用語]] の行がない"),
        (lambda data: data["principles"][0].update(chapter=99), "第99節がありません"),
        (lambda data: data["principles"][0].update(code="unknown"), "原則「対話」"),
        (
            lambda data: data["support_schemes"][0].update(form="nothing"),
            "あたる形態の「nothing」が、このガイドラインの中にありません",
        ),
        (lambda data: data["municipality"].update(code="15208"), "6桁の数字"),
    ],
)
def test_a_file_that_does_not_fit_changes_nothing_and_says_why(db, tmp_path, change, says):
    data = json.loads(OJIYA.read_text(encoding="utf-8"))
    change(data)
    path = tmp_path / "guideline.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ValidationError) as error:
        load_guideline(path)
    assert says in "".join(error.value.messages)
    assert models.Guideline.objects.count() == 0


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b"null", b'{"municipality": 3}'])
def test_a_file_that_is_no_guideline_is_refused_in_japanese(db, tmp_path, content):
    path = tmp_path / "broken.json"
    path.write_bytes(content)
    with pytest.raises(CommandError, match="読めません|形が違います"):
        call_command("load_guideline", str(path))


def test_the_command_loads(db, capsys):
    call_command("load_guideline", str(OJIYA))
    assert "取り込みました：小千谷市 市民との協働ガイドライン" in capsys.readouterr().out
