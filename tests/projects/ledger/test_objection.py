"""A group hears of what an office enters in its name, and can object: the entry is not public until the secretariat has decided."""

import pytest
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.pages.presenters import todos
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.models import Task
from kyodo_portal.process.task_checks import wrong_tasks
from projects.models import Objection, Project
from tests import build

from .build import World, adopted_proposal

pytestmark = pytest.mark.django_db
WORDS = "うちの会は、この配達をしていません。"


@pytest.fixture
def world():
    return World()


def opened(client, address, **changes):
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields} | changes
    return {name: value for name, value in values.items() if value not in (None, False, [])}


def told(person, **more):
    return list(Notice.objects.filter(user=person, **more).order_by("pk").values_list("title", flat=True))


def say(client, project):
    return client.post(f"/projects/{project.pk}/objection/", {"object": "1", "text": WORDS})


def test_a_group_is_told_of_an_entry_its_publication_and_its_new_words(client_for, world):
    project = world.entry(published=False)
    client, address = client_for(world.clerk), reverse("admin:projects_project_change", args=[project.pk])
    assert client.post(address, opened(client, address, summary="新しいことば")).status_code == 302
    assert client.post(address, opened(client, address, published="on")).status_code == 302
    assert client.post(address, opened(client, address)).status_code == 302  # nothing changed, nobody is told
    assert told(world.representative) == [
        "あなたの団体の名前で、「見守り配達」が台帳に入りました",
        "あなたの団体の名前が出ている「見守り配達」の内容が直されました",
        "あなたの団体の名前が出ている「見守り配達」が公開されました",
    ]
    assert Delivery.objects.filter(to=world.representative.email).count() == 3
    notice = Notice.objects.filter(user=world.representative).first()
    assert notice.url == f"/projects/{project.pk}/objection/" and "異議" in notice.body
    assert told(world.stranger) == []


def test_a_group_is_told_of_what_the_city_posts_and_not_of_its_own(client_for, world):
    cycle = world.cycle(small=True)
    new = f"/projects/{cycle.project_id}/{cycle.fiscal_year}/updates/new/"
    for person in (world.clerk, world.representative):
        client = client_for(person)
        assert client.post(new, opened(client, new, title="集まり", body="話した")).status_code == 302
    titles = told(world.representative, key__startswith="update:")
    assert titles == ["あなたの団体の名前が出ている「見守り配達」に、市が活動記録を載せました"]


def test_an_objection_takes_the_entry_out_of_public_view_until_it_is_withdrawn(client_for, world):
    project = world.entry()
    before = project.published_at
    for person, status in (
        (world.stranger, 403),
        (world.mate, 403),
        (world.clerk, 403),
        (None, 403),
    ):  # a visitor gets the text back
        assert say(client_for(person), project).status_code == status
    client, visitor = client_for(world.representative), client_for()
    assert "異議を知らせる" in client.get(project.get_absolute_url()).content.decode()
    assert client.post(f"/projects/{project.pk}/objection/", {"object": "1", "text": ""}).status_code == 200
    for _ in range(2):  # a double click
        assert say(client, project).status_code == 302
    assert Objection.objects.count() == 1
    assert visitor.get(project.get_absolute_url()).status_code == 404
    assert "見守り配達" not in visitor.get("/projects/").content.decode()
    assert told(world.clerk, key__startswith="objection:") == ["「見守り配達」に、ひだまりの会から異議がありました"]
    assert told(world.chief, key__startswith="objection:") == ["「見守り配達」に、ひだまりの会から異議がありました"]
    assert not Notice.objects.filter(body__contains=WORDS).exists()
    address = reverse("admin:projects_project_objection", args=[project.pk])
    assert [one.url for one in todos(world.chief).rows if "異議" in one.label] == [address]
    assert WORDS in client_for(world.clerk).get(address).content.decode()
    assert client_for(world.outsider).get(address).status_code in (403, 404)
    # the department does not publish it meanwhile
    clerk, page = client_for(world.clerk), reverse("admin:projects_project_change", args=[project.pk])
    assert "団体から異議があります" in clerk.get(page).content.decode()
    answer = clerk.post(page, opened(clerk, page, published="on"))
    assert answer.status_code == 200 and "事務局が決めるまで、公開できません" in answer.content.decode()
    assert client.post(f"/projects/{project.pk}/objection/", {"withdraw": "1"}).status_code == 302
    assert Project.objects.get(pk=project.pk).published_at == before
    assert visitor.get(project.get_absolute_url()).status_code == 200
    assert [row.note for row in AuditEvent.objects.filter(act="objection").order_by("pk")] == [
        "ひだまりの会の異議",
        "ひだまりの会の異議の取り下げ",
    ]


@pytest.mark.parametrize(
    ("upheld", "status", "said"), [("yes", 404, "異議を認めました"), ("no", 200, "異議は認められませんでした")]
)
def test_the_secretariat_decides_and_everybody_hears(client_for, world, upheld, status, said):
    project = world.entry()
    say(client_for(world.representative), project)
    address = reverse("admin:projects_project_objection", args=[project.pk])
    assert client_for(world.clerk).post(address, {"upheld": upheld, "answer": "x"}).status_code == 403
    assert client_for(world.chief).post(address, {"upheld": upheld, "answer": ""}).status_code == 200
    assert client_for(world.chief).post(address, {"upheld": upheld, "answer": "双方に電話で確かめました。"}).status_code == 302
    assert client_for().get(project.get_absolute_url()).status_code == status
    title = f"「見守り配達」への異議について：{said}"
    for person in (world.representative, world.clerk):
        assert told(person, body="理由：双方に電話で確かめました。") == [title]
    assert (
        "双方に電話で確かめました。"
        in client_for(world.representative).get(f"/projects/{project.pk}/objection/").content.decode()
    )
    assert [one for one in todos(world.chief).rows if "異議" in one.label] == []


def test_a_second_decision_comes_back_and_settles_no_other_objection(client_for, world):
    other, speaker, _ = build.group("配達店組合")
    project = world.entry(partners=[world.group, other])
    for person in (world.representative, speaker):
        say(client_for(person), project)
    address = reverse("admin:projects_project_objection", args=[project.pk])
    page = client_for(world.chief).get(address)
    data = {"objection": page.context["form"]["objection"].value(), "upheld": "yes", "answer": "双方に確かめました。"}
    assert client_for(world.chief).post(address, data).status_code == 302
    assert client_for(world.chief).post(address, data).status_code == 302  # the same press again
    late = client_for(world.chief).post(address, {**data, "upheld": "no", "answer": "べつの考えの理由です。"})
    assert late.status_code == 409 and "べつの考えの理由です。" in late.content.decode()
    assert [(one.upheld, one.answer) for one in Objection.objects.exclude(decided_at=None)] == [(True, "双方に確かめました。")]
    assert Objection.objects.open().count() == 1


def test_a_second_objection_of_a_group_comes_back(client_for, world):
    project = world.entry()
    client = client_for(world.representative)
    assert say(client, project).status_code == say(client, project).status_code == 302
    late = client.post(f"/projects/{project.pk}/objection/", {"object": "1", "text": "べつの窓で書いた異議です。"})
    assert late.status_code == 409 and "べつの窓で書いた異議です。" in late.content.decode()


def test_the_secretariat_enters_the_objection_of_a_group_that_nobody_represents(client_for, world):
    """With 収受日 and the way it came; only for such a group, and only the secretariat."""
    silent = build.partner("紙の会")
    project = world.entry(partners=[silent])
    address = reverse("admin:projects_project_objection", args=[project.pk])
    typed = {"partner": silent.pk, "text": WORDS, "received_on": "令和8年11月20日", "came_by": "telephone"}
    sent = {f"entered-{name}": value for name, value in typed.items()} | {"enter": "1"}
    assert client_for(world.clerk).post(address, sent).status_code == 404
    chief = client_for(world.chief)
    page = chief.get(reverse("admin:projects_project_change", args=[project.pk])).content.decode()
    assert "紙や電話で届いた異議を入れる" in page
    refused = chief.post(address, {**sent, "entered-received_on": ""})
    assert "収受日を入れてください。" in refused.content.decode() and not Objection.objects.exists()
    for _ in range(2):  # a double click
        assert chief.post(address, sent).status_code == 302
    row = Objection.objects.get()
    assert (row.partner, row.by, f"{row.received_on}", row.came_by) == (silent, world.chief, "2026-11-20", "telephone")
    assert client_for().get(project.get_absolute_url()).status_code == 404
    assert "紙の会の異議（電話、2026-11-20収受）" in [row.note for row in AuditEvent.objects.filter(act="objection")]
    page = chief.get(address).content.decode()
    assert "電話で届きました。収受日：2026年11月20日" in page and "紙か電話で伝えてください" in page
    assert chief.post(address, {"upheld": "no", "answer": "会長に電話で伝えました。"}).status_code == 302
    assert client_for().get(project.get_absolute_url()).status_code == 200
    other = world.entry(partners=[world.group])
    address = reverse("admin:projects_project_objection", args=[other.pk])
    assert chief.post(address, sent).status_code == 404 and Objection.objects.count() == 1


def test_two_groups_object_and_the_entry_waits_for_both(client_for, world):
    other, speaker, _ = build.group("配達店組合")
    project = world.entry(partners=[world.group, other])
    first, second = client_for(world.representative), client_for(speaker)
    assert say(first, project).status_code == say(second, project).status_code == 302
    for client, status in ((first, 404), (second, 200)):
        assert client.post(f"/projects/{project.pk}/objection/", {"withdraw": "1"}).status_code == 302
        assert client_for().get(project.get_absolute_url()).status_code == status


def test_what_a_group_proposed_itself_stays_public(client_for, world):
    from projects.ledger.adoption_actions import open_from_proposal

    project = open_from_proposal(adopted_proposal(world), by=world.chief)
    assert say(client_for(world.representative), project).status_code == 302
    assert client_for().get(project.get_absolute_url()).status_code == 200
    assert Objection.objects.get().paused is None


def test_who_judges_an_objection_is_asked_anew_when_another_office_takes_the_entry_over(client_for, world):
    entry = world.entry()
    say(client_for(world.representative), entry)
    task = Task.objects.open().get(process="objection")
    assert f" p{world.office.pk} " in task.not_for
    version = Project.objects.get(pk=entry.pk).version
    take_step(
        entry, "move", by=world.chief, version=version, office=world.elsewhere, on=timezone.localdate(), reason="担当が替わるため"
    )
    task.refresh_from_db()
    assert f" p{world.elsewhere.pk} " in task.not_for and f" p{world.office.pk} " not in task.not_for
    assert list(wrong_tasks()) == []


def undoing(client, address, why):
    """What the page sends that takes the last decision back."""
    form = client.get(address).context["reopening"]
    return {form.add_prefix(name): form[name].value() for name in form.fields if name != "why"} | {"undone-why": why, "undo": "1"}


@pytest.mark.parametrize(("upheld", "told_of"), [("yes", "異議を認めました"), ("no", "異議は認められませんでした")])
def test_what_was_decided_about_an_objection_is_taken_back_and_decided_anew(
    client_for, world, ten_minutes, later, upheld, told_of
):
    """The wrong of two buttons: within ten minutes nobody hears of it, later whoever heard hears that it was wrong."""
    project = world.entry()
    before, page = project.published_at, project.get_absolute_url()
    say(client_for(world.representative), project)
    later(minutes=11)
    address, chief = reverse("admin:projects_project_objection", args=[project.pk]), client_for(world.chief)
    decision = {"objection": Objection.objects.get().pk, "upheld": upheld, "answer": "電話で確かめました。"}
    waits = chief.post(address, decision, follow=True).content.decode()
    assert "に知らせます。それまでに取り消せば、伝わりません。" in waits and "決めたことを取り消す" in waits
    sent = undoing(chief, address, "押しまちがえました。")
    assert client_for(world.clerk).post(address, sent).status_code == 403
    empty = chief.post(address, {**sent, "undone-why": " "})
    assert empty.status_code == 200 and Objection.objects.open().count() == 0
    for _ in range(2):  # pressed twice
        assert chief.post(address, sent).status_code == 302
    row = Objection.objects.get()
    assert (row.decided_at, row.upheld, row.answer, row.paused) == (None, None, "", before)
    assert client_for().get(page).status_code == 404
    assert [one.url for one in todos(world.chief).rows if "異議" in one.label] == [address]
    later(minutes=11)
    decided = {"key__contains": ":decided:"}
    assert Notice.objects.visible_to(world.representative).filter(**decided).count() == 0
    chief.post(address, {**decision, "answer": "べつの理由です。"})
    old = chief.post(address, {**sent, "undone-why": "古い画面です。"})  # the page of the other decision
    assert old.status_code == 409 and "古い画面です。" in old.content.decode()
    later(minutes=11)
    assert chief.post(address, undoing(chief, address, "団体から電話がありました。")).status_code == 302
    later(minutes=11)
    for person in (world.representative, world.clerk):
        assert list(Notice.objects.visible_to(person).filter(**decided).order_by("pk").values_list("title", flat=True)) == [
            f"「見守り配達」への異議について：{told_of}",
            "訂正：「見守り配達」への異議について決めたことは、まちがいでした",
        ]
    chief.post(address, {**decision, "upheld": "no"})
    assert Project.objects.get(pk=project.pk).published_at == before and client_for().get(page).status_code == 200
    assert list(wrong_tasks()) == []


def test_what_came_of_a_decision_about_an_objection_stands(client_for, world):
    """The department put the entry right and published it; or the group objects anew."""
    project = world.entry()
    say(client_for(world.representative), project)
    address, chief = reverse("admin:projects_project_objection", args=[project.pk]), client_for(world.chief)
    chief.post(address, {"upheld": "yes", "answer": "確かめました。"})
    sent = undoing(chief, address, "押しまちがえました。")
    Project.objects.filter(pk=project.pk).update(published_at=timezone.now())
    assert chief.get(address).context["reopening"] is None
    assert chief.post(address, sent).status_code == 409
    say(client_for(world.representative), project)
    assert chief.post(address, sent).status_code == 409 and Objection.objects.open().count() == 1
