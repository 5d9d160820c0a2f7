"""手続きの流れ: pages of five steps for readers, drawn from the same tables as the buttons; the whole tables in an annex."""

import dataclasses
import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from lxml import html

from kyodo_portal.common.workflow import Part
from kyodo_portal.pages.procedure_presenters import in_words
from kyodo_portal.process.models import Deadline
from partners.registration.workflow import REGISTRATION
from projects.applications.workflow import APPLICATION
from projects.cycles.workflow import CYCLE
from projects.proposals.workflow import PROPOSAL
from tests.journey.browser import words


def said(client, path):
    return words(html.document_fromstring(read(client, path)).get_element_by_id("main"))


def read(client, path):
    return client.get(path).content.decode().replace("<wbr>", "")


@pytest.mark.parametrize("process", [REGISTRATION, PROPOSAL, APPLICATION, CYCLE], ids=lambda process: process.key)
def test_every_state_belongs_to_one_of_five_steps(process):
    assert len(process.parts) == 5
    assert sorted(code for part in process.parts for code in part.every) == sorted(row.code for row in process.states)


def test_a_table_with_a_state_in_none_of_its_steps_or_in_two_does_not_start():
    first, second, *rest = PROPOSAL.parts
    with pytest.raises(ImproperlyConfigured, match="「下書き」（draft）が、読む人のための段（parts）の0つに"):
        dataclasses.replace(PROPOSAL, undoes=(), parts=(second, *rest))
    with pytest.raises(ImproperlyConfigured, match="「下書き」（draft）が、読む人のための段（parts）の2つに"):
        dataclasses.replace(PROPOSAL, undoes=(), parts=(first, second, *rest, Part("again", "もう一度", "draft")))
    with pytest.raises(ImproperlyConfigured, match="states にある「nowhere」は"):
        dataclasses.replace(PROPOSAL, undoes=(), parts=(*PROPOSAL.parts, Part("more", "ほか", "nowhere")))


@pytest.mark.django_db
def test_a_procedure_is_read_in_five_steps_with_who_how_long_what_to_prepare_and_where_to_begin(client):
    page = read(client, "/projects/procedure/propose/")
    text = said(client, "/projects/procedure/propose/")
    assert re.findall(r'<h3 class="kp-ph">(.*?)</h3>', page) == [
        "考えて、書いて出す", "受けとり、確かめる", "担当課と話し合う", "審査する", "結果を知り、約束する",
    ]  # fmt: skip
    assert "だれが：団体の代表者 どのくらい：募集のしめきりまで 用意するもの：登録された団体" in text
    assert "だれが：事務局 どのくらい：3週間" in text and "だれが：審査委員・事務局 どのくらい：2か月半" in text
    assert "およそ4か月です" in text
    assert 'href="/projects/calls/">いま募集しているものを見る' in page and 'href="/projects/procedure/tables/propose/"' in page
    # A city that gives itself other days says so here too.
    Deadline.objects.create(process="proposal", state="submitted", days=1)
    Deadline.objects.create(process="registration", state="submitted", days=10)
    assert "どのくらい：2週間" in said(client, "/projects/procedure/propose/")
    assert "だれが：事務局 どのくらい：10日" in said(client, "/projects/procedure/register/")


@pytest.mark.django_db
def test_the_index_leads_to_each_procedure_and_small_to_the_annex(client, django_assert_num_queries):
    with django_assert_num_queries(4):
        page = read(client, "/projects/procedure/")
    for name, title in (
        ("register", "団体を登録する"),
        ("propose", "企画を提案する"),
        ("apply", "後援・共催・減免を申請する"),
        ("year", "いっしょに取り組む"),
    ):
        assert f'href="/projects/procedure/{name}/">{title}</a>' in page
        assert f'<h1 class="kp-h1 kp-ph">{title}</h1>' in read(client, f"/projects/procedure/{name}/")
    for word in ("補正中", "失効", "自動"):  # the tables' own words stand in the annex only
        assert word not in page
    assert 'href="/projects/procedure/tables/year/">' in read(client, "/projects/procedure/tables/")
    for name, label in (("register", "補正を求める"), ("propose", "決定を記録する"), ("year", "見直しを決めて完了する")):
        assert label in read(client, f"/projects/procedure/tables/{name}/")


@pytest.mark.parametrize(
    ("days", "words"), [(10, "10日"), (14, "2週間"), (21, "3週間"), (30, "1か月"), (60, "2か月"), (74, "2か月半"), (125, "4か月")]
)
def test_days_as_people_say_them(days, words):
    assert in_words(days) == words
