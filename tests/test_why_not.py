"""The page of a step that cannot be taken now names the cause and what can be done instead."""

import uuid

import pytest
from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.process.actions import take_step
from projects.models import Cycle, Remark
from projects.reorganisations.actions import make_reorganisation
from tests import build
from tests.projects.applications import build as applications
from tests.projects.inventory import build as inventory
from tests.projects.ledger import build as ledger
from tests.projects.report import build as reports
from tests.sent import text_of

pytestmark = pytest.mark.django_db


def asked(client, row, step):
    answer = client.get(row.step_url(row.process.step(step)))
    assert answer.status_code == 409
    return text_of(answer)


def test_a_year_that_has_not_come_says_its_day_and_the_way_to_begin_before(client_for):
    world = ledger.World()
    cycle = world.cycle(pact=True)
    world.step(cycle, "agree_on_paper", by=world.clerk, agreed_on=None, document_number="")
    Cycle.objects.filter(pk=cycle.pk).update(starts_on=build.days(20))
    text = asked(client_for(world.clerk), cycle, "start")
    assert f"始める日（{jdate(build.days(20))}）になってから行えます。" in text
    assert "「始める日より前に始める」を押して、理由を書いてください" in text and "いま行えること：" in text


def test_a_step_of_another_state_says_where_the_matter_stands_and_when_it_is_taken(client_for):
    world = applications.World()
    row = world.approved()
    text = asked(client_for(world.official), row, "approve")
    assert "いまは「承認」です。「承認を記録する」は、「審査中」のときに行う手続きです。" in text


def test_what_can_be_taken_back_no_more_says_until_when_it_could(client_for):
    body, leader, _ = build.group()
    row, (_, clerk) = build.submitted(body, leader), build.office("secretariat")
    take_step(row, "receive", by=clerk, version=row.version)
    row.refresh_from_db()
    text = asked(client_for(leader), row, "undo_submit")
    assert "「提出する」を取り消す" in text and "次の手続きに進んだあとです" in text


def test_the_page_of_a_report_says_why_it_is_not_to_be_published_and_leads_there(client_for):
    world = reports.World()
    report, client = world.report(), client_for(world.clerk)
    now = take_step(report, "skip_opinions", by=world.clerk, version=report.version, reason="急ぐ")
    said = {"committee": world.committee, "on": build.days(0)}
    remark = Remark.objects.create(report=now, text="数を見やすく", is_public=True, **said)
    page = client.get(f"/admin/projects/yearreport/{report.pk}/change/")
    assert "「年のまとめを公表する」は、まだ行えません。まだ答えを書いていない意見が、1件あります。" in text_of(page)
    way = f"/admin/projects/remark/{remark.pk}/change/"
    assert f'<a href="{way}">意見に答える</a>' in page.content.decode() and client.get(way).status_code == 200
    Remark.objects.filter(pk=remark.pk).update(effect="reflected", answer="見やすくします。", answered_at=timezone.now())
    page = text_of(client.get(f"/admin/projects/yearreport/{report.pk}/change/"))
    assert "まだ行えません" not in page and ">年のまとめを公表する</a>" in page


def test_a_report_without_a_chapter_says_so_and_leads_to_one(client_for):
    world = reports.World()
    report, client = world.report(), client_for(world.clerk)
    report.chapters.all().delete()
    page = client.get(f"/admin/projects/yearreport/{report.pk}/change/")
    text = text_of(page)
    assert "「委員会に意見をもらう」は、まだ行えません。章が、まだありません。" in text
    assert "「意見をもらわずに進める」は、まだ行えません。" not in text  # a quiet way is nobody's next step
    way = f"/admin/projects/reportchapter/add/?report={report.pk}"
    assert f'<a href="{way}">章を加える</a>' in page.content.decode()
    assert f'<option value="{report.pk}" selected>' in client.get(way).content.decode()


def test_a_round_a_reorganisation_and_a_year_say_what_is_missing(client_for):
    world, made = inventory.laid()
    inventory.go(made, "close", by=world.chief)
    client = client_for(world.chief)
    count = made.sheets.count()
    text = text_of(client.get(made.get_absolute_url()))
    assert f"「確定する」は、まだ行えません。表が{count}課分、まだ片づいていません。" in text
    row = make_reorganisation(by=world.chief, form_key=uuid.uuid4(), title="春の改組", on=build.days(9))
    page = client.get(row.get_absolute_url()).content.decode()
    assert "「各課に知らせる」は、まだ行えません。動かす課も、変わる名前も、まだ入っていません。" in page
    assert f'<a href="/staff/reorganisations/{row.pk}/lines/">行を入れる</a>' in page
    cycle, said = world.cycle(), "「書面での合意を記録する」は、まだ行えません。計画に、目標、役割分担、予算がそろっていません。"
    assert text_of(client_for(world.clerk).get(cycle.get_absolute_url())).count(said) == 1
    assert said not in text_of(client_for(world.representative).get(cycle.get_absolute_url()))
