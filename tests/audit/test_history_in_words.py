"""履歴 in the admin says what stands in codes, numbers and times as people say it."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.urls import get_resolver

from guidelines.models import Chapter
from guidelines.revisions.actions import open_revision
from guidelines.revisions.loading_actions import load_guideline
from guidelines.revisions.row_codec import stored_rows
from kyodo_portal.common.privacy import traced_columns
from kyodo_portal.common.traced_admin import lines_of_rows
from kyodo_portal.letters.models import ReasonExample
from kyodo_portal.process.models import Deadline
from partners.models import KnownAnswer
from projects.models import Committee, CommitteeMeeting, PaperAsk
from tests import build
from tests.audit.test_admin_writes import Typed
from tests.projects.ledger import build as ledger
from tests.sent import text_of

pytestmark = pytest.mark.django_db


def test_codes_days_and_times_stand_in_the_history_in_words(client_for):
    """A box that stands for columns of codes, and the time of a meeting."""
    _, official = build.office("secretariat")
    client = client_for(official)
    rule = Deadline.objects.create(process="proposal", state="submitted", days=7)
    text = ReasonExample.objects.create(process="application", step="decline", name="見本の文例", text="文例です。")
    meeting = CommitteeMeeting.objects.create(
        committee=Committee.objects.create(name="見本の委員会"), number=1, on=build.days(30), starts="9:30"
    )
    typed = [
        (rule, {"place": "proposal received"}, "どの手続きの、どの状態: 協働の提案：提出済 → 協働の提案：受付済"),
        (
            text,
            {"place": "application approve"},
            "<td>後援・共催・減免の申請：不承認を記録する</td><td>後援・共催・減免の申請：承認を記録する</td>",
        ),
        (meeting, {"starts": "13:00", "agenda": "見本の議題"}, "<td>午前9時30分</td><td>午後1時</td>"),
    ]
    for row, values, said in typed:
        page = f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/"
        answer = client.post(f"{page}change/", {**Typed(client.get(f"{page}change/").content.decode()).sent, **values})
        assert answer.status_code == 302, answer.context["adminform"].form.errors
        history = build.read(client, f"{page}history/")
        assert said in history


def page_of(row):
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/"


def test_what_a_key_stands_for_is_said_in_words(client_for):
    """What a よくある質問 is about is kept as a key: "event:12"."""
    office, official = build.office("secretariat")
    client = client_for(official)
    row = KnownAnswer.objects.create(partner=office, question="雪のときは？", answer="休みます。", about="event:12")
    sent = {**Typed(client.get(f"{page_of(row)}change/").content.decode()).sent, "about": "page:projects"}
    answer = client.post(f"{page_of(row)}change/", sent)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    history = build.read(client, f"{page_of(row)}history/")
    page = "サイトのページ「協働ポータルのページ（/projects/）」"
    assert f"<td>催し 12</td><td>{page}</td>" in history and "event:12" not in history and "page:projects" not in history
    event = build.event(office, "朝市")
    sent = {**Typed(client.get(f"{page_of(row)}change/").content.decode()).sent, "about": f"event:{event.pk}"}
    assert client.post(f"{page_of(row)}change/", sent).status_code == 302
    assert f"<td>{page}</td><td>催し「朝市（{office.name}）」</td>" in build.read(client, f"{page_of(row)}history/")


def columns_of_histories():
    """[(model, column)] of what a 履歴 can show: of every model of the admin, of the rows below one, and of those that keep a history."""
    get_resolver().url_patterns  # noqa: B018 (loads every admin)
    shown = {*admin.site._registry}
    shown |= {inline.model for made in admin.site._registry.values() for inline in made.inlines}
    shown |= {model for model in apps.get_models() if hasattr(model, "history")}
    for model in sorted(shown, key=lambda model: model._meta.label):
        for column in model._meta.concrete_fields:
            if column.name in traced_columns(model) and not isinstance(column, models.UUIDField):
                yield model, column


def said_of(column, value):
    """What stands in the history where this value came into the column."""
    return lines_of_rows([column], {column.name: (None, value)})[0][2]


SAMPLES = {
    dict: {"kind_code": "x_code", "n": [1]},
    list: [{"path": "/", "found": []}, {"path": "/a/", "found": [{"rule": "x_code"}]}],
}


def test_no_history_shows_a_code_a_key_or_what_programs_keep():
    """Of every column of every model: a choice by its word, JSON by how much it is, a code with what it is or what stands behind it."""
    seen, wrong = 0, []
    for model, column in columns_of_histories():
        where = f"{model._meta.label}.{column.name}"
        codes = getattr(column, "codes", None)
        if column.choices:
            told = {code: said_of(column, code) for code, _ in column.flatchoices if code not in ("", None)}
            wrong += [where for code, word in told.items() if word == str(code) != str(dict(column.flatchoices)[code])]
        elif codes is not None:
            wrong += [where for code, word in codes.choices if said_of(column, [code]) != str(word)]
        elif isinstance(column, models.JSONField):
            wrong += [
                where
                for sample in SAMPLES.values()
                if re.search(r"[{\[\"']|x_code", said_of(column, sample) if fits(column, sample) else "")
            ]
        elif isinstance(column, models.SlugField):
            wrong += [where] if said_of(column, "kita_3") == "kita_3" else []
        else:
            continue
        seen += 1
    assert wrong == [] and seen > 80, (wrong, seen)


def fits(column, sample):
    """A column that always holds a list, or a dict, never holds the other."""
    empty = column.get_default()
    return empty is None or isinstance(sample, type(empty))


# Columns of text that hold what programs look up and no history shows, with the reason.
LOOKED_UP = {
    "chosen in one box, of which the history says the words": """letters.LetterTemplate.process letters.LetterTemplate.step
        letters.ReasonExample.process letters.ReasonExample.step process.Deadline.form_code process.Deadline.process
        process.Deadline.state""",
    "written by the program alone": "notices.News.source projects.ReportChapter.figure",
}


def test_a_column_of_keys_says_what_stands_behind_them():
    names = {"about", "process", "step", "state", "form_code", "figure", "trouble", "source", "key"}
    bare = {
        f"{model._meta.label}.{column.name}"
        for model, column in columns_of_histories()
        if column.name in names and isinstance(column, models.CharField) and not isinstance(column, models.SlugField)
        if not column.choices and column.name not in getattr(model, "read_as", {})
    }
    assert bare == {name for names in LOOKED_UP.values() for name in names.split()}


def test_the_history_of_a_guideline_calls_other_rows_by_their_names(client_for):
    """用語 and 困りごと point at others by keys; a row that stands in a chapter by its number."""
    guide, (_, author) = load_guideline(build.OJIYA), build.office()
    stored = stored_rows(guide)["terms", "kyodo"]
    wanted = {**stored, "related": "yakuwari-buntan", "chapter": 2}
    revision = open_revision(guide, title="語を直す", by=author, changes=[("terms", "kyodo", stored, wanted)])
    said = text_of(client_for(author).get(revision.get_absolute_url()))
    assert "役割分担" in said and "yakuwari-buntan" not in said and "kosharu" not in said and "こしゃる" in said
    chapter = Chapter.objects.get(guideline=guide, number=2)
    assert chapter.title in re.sub("<[^>]+>", "", said)


def test_a_paper_that_a_form_asks_for_is_said_by_what_it_is():
    world = ledger.World()
    spec = ledger.settle(world.small, way="name")
    PaperAsk.objects.create(spec=spec, kind="flyer", label="ちらし")
    kind = PaperAsk._meta.get_field("kind")
    assert said_of(kind, "flyer") == "ちらし（記号「flyer」）" and said_of(kind, "kaikei") == "記号「kaikei」"
