"""Who is listed: individuals by their own consent only, bodies of the ledger while a public entry names them, nobody taken down."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.notices.models import Notice
from partners.directory.standing import Standing
from partners.models import Partner
from projects.ledger import actions as ledger
from projects.models import Project
from tests import build
from tests.projects.ledger.build import form

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

NAME = "山田 花子"


@pytest.fixture
def city():
    """(department, its official, somebody of the secretariat)"""
    return *build.office("department"), build.office("secretariat")[1]


def entered(city, *, name=NAME, kind="citizen", published=True, partners=()):
    """An entry whose other side is typed in by name; (project, the body)."""
    department, official, _ = city
    project = ledger.enter(
        by=official,
        title="庭の公開",
        form=form(),
        partners=list(partners),
        department=department,
        fiscal_year=ledger.this_year(),
        summary="庭を見てもらいます。",
        published=published,
        new_partner=(name, kind) if name else None,
    )
    return project, project.participations.filter(side="group").first().partner


def where(client, body, project, word):
    """The public pages on which a word stands, of all that could name a body."""
    addresses = {
        "directory": "/partners/",
        "directory search": f"/partners/?q={word}",
        "search": f"/search/?q={word}",
        "page": f"/partners/{body.pk}/",
        "sitemap": "/sitemap.xml",
        "partners.csv": "/open-data/partners.csv",
        "projects.csv": "/open-data/projects.csv",
        "ledger": "/projects/",
        "entry": project.get_absolute_url(),
        "home": "/",
    }
    places = set()
    for name, address in addresses.items():
        answer = client.get(address)
        text = (b"".join(answer) if answer.streaming else answer.content).decode().replace("<wbr>", "")
        text = text.replace(f'value="{word}"', "").replace(f"ことば：{word}", "")
        listed = f"/partners/{body.pk}/" if name == "sitemap" else word
        if answer.status_code == 200 and listed in text and "合う団体が見つかりません" not in text:
            places.add(name)
    return places - {"search"} if "search" in places and not _hits(client, word) else places


def _hits(client, word):
    return [hit for group in client.get(f"/search/?q={word}").context["groups"] for hit in group.hits]


def save_consents(client, body, **choices):
    """Open 公開する項目 and save it."""
    address = f"/partners/{body.pk}/publish/"
    page = client.get(address).context["form"]
    values = {name: page[name].value() for name in page.fields}
    return client.post(address, {**values, **choices})


def publish(client, project, published):
    """Open the entry's page in the admin, tick or untick 公開, and save."""
    address = reverse("admin:projects_project_change", args=[project.pk])
    page = client.get(address).context["form"]
    values = {name: page[name].value() for name in page.fields if name != "published" and page[name].value() not in (None, [])}
    assert client.post(address, {**values, **({"published": "on"} if published else {})}).status_code == 302


DOWN, UP = {"listing": "1", "listing-to": "down"}, {"listing": "1", "listing-to": "up"}


def listing(client, body, **values):
    return client.post(reverse("admin:partners_partner_listing", args=[body.pk]), values)


def consent_on_paper(client, person, given):
    """A consent, or its end, that came on paper: what is sent from the page, with the token of the word that it shows."""
    page = client.get(reverse("admin:partners_partner_listing", args=[person.pk])).context
    sent = {"consent": "1", "consent-given": given, "consent-received_on": "令和8年4月3日"}
    return listing(client, person, **sent, **{"consent-etag": page["consent"].initial["etag"]})


@pytest.mark.parametrize("published", [True, False])
def test_an_individual_that_a_department_enters_is_named_nowhere(client_for, city, published):
    project, person = entered(city, published=published)
    assert (person.standing, person.is_public) == (Standing.UNLISTED, False)
    visitor = client_for()
    assert where(visitor, person, project, NAME) == set()
    assert visitor.get(f"/partners/{person.pk}/").status_code == 404
    assert client_for(build.user()).get(f"/partners/{person.pk}/").status_code == 404
    assert visitor.get("/").context["partner_count"] == 0
    assert list(Project.objects.filter(search_text__contains="花子")) == []
    if published:
        assert "市民（個人）" in visitor.get(project.get_absolute_url()).content.decode()
        assert "市民（個人）" in visitor.get("/projects/").content.decode()
    # no office finds the name in the list of those who may be ticked, and no other group among those that may join
    assert NAME not in client_for(city[1]).get("/admin/projects/project/add/?find=山田").content.decode()


def test_two_individuals_of_one_name_are_never_taken_for_one(city):
    assert entered(city)[1] != entered(city)[1]


def test_a_consent_on_paper_lists_an_individual_and_its_withdrawal_takes_the_name_away(client_for, city):
    project, person = entered(city)
    clerk, visitor = client_for(city[2]), client_for()
    sent = {"consent": "1", "consent-given": "yes", "consent-received_on": "令和8年4月3日"}
    assert listing(client_for(city[1]), person, **sent).status_code == 403  # a department records nobody's consent
    assert consent_on_paper(clerk, person, "yes").status_code == 302
    row = person.consents.get(field="name")
    assert (str(row.received_on), row.given_by) == ("2026-04-03", city[2])
    assert where(visitor, person, project, NAME) >= {"directory", "page", "sitemap", "partners.csv", "projects.csv", "entry"}
    assert {hit[1] for hit in _hits(visitor, "花子")} == {NAME, "庭の公開"}
    assert listing(clerk, person, **{**sent, "consent-given": "no"}).status_code == 409  # a page that read nothing
    assert consent_on_paper(clerk, person, "no").status_code == 302
    assert where(visitor, person, project, NAME) == set() and _hits(visitor, "花子") == []
    assert person.consents.in_force().count() == 0
    noted = AuditEvent.objects.filter(act="consent").order_by("pk").values_list("note", flat=True)
    assert list(noted) == [
        "名前の公開に同意（書面、収受日 2026-04-03）",
        "名前の公開の同意を取り消し（書面、収受日 2026-04-03）",
    ]


def test_a_registered_individual_says_for_themselves_whether_they_are_named(client_for):
    person, own, _ = build.group(NAME, kind="citizen")
    visitor, client = client_for(), client_for(own)
    assert visitor.get(f"/partners/{person.pk}/").status_code == 404
    assert "本人の同意がなければ" in client.get(f"/partners/{person.pk}/").content.decode()
    assert save_consents(client, person, name="yes").status_code == 302
    assert NAME in visitor.get("/partners/").content.decode().replace("<wbr>", "")
    old = client.get(f"/partners/{person.pk}/publish/").context["form"]
    assert save_consents(client, person, name="no").status_code == 302
    stale = {name: old[name].value() for name in old.fields}
    assert client.post(f"/partners/{person.pk}/publish/", stale).status_code == 409
    assert visitor.get(f"/partners/{person.pk}/").status_code == 404


def test_a_group_is_not_asked_for_its_name(client_for):
    group, representative, _ = build.group("見本の会")
    assert "name" not in client_for(representative).get(f"/partners/{group.pk}/publish/").context["form"].fields


def test_the_database_refuses_an_individual_listed_without_consent():
    with pytest.raises(IntegrityError), transaction.atomic():
        build.partner(NAME, kind="citizen", standing=Standing.LISTED)


def test_a_body_that_turns_out_to_be_an_individual_is_listed_no_longer(client_for, city):
    project, body = entered(city, kind="civic")
    clerk = client_for(city[2])
    address = reverse("admin:partners_partner_change", args=[body.pk])
    page = clerk.get(address).context["adminform"].form
    values = {name: page[name].value() for name in page.fields if page[name].value() not in (None, False)}
    assert clerk.post(address, {**values, "kind": "citizen"}).status_code == 302
    assert where(client_for(), body, project, NAME) == set()
    assert Partner.objects.get(pk=body.pk).standing == Standing.UNLISTED


def test_what_the_secretariat_adds_by_hand_is_listed_while_a_public_entry_names_it(client_for, city):
    clerk = client_for(city[2])
    for name, kind in (("あおば商会", "company"), (NAME, "citizen")):
        answer = clerk.post(reverse("admin:partners_partner_add"), {"name": name, "kind": kind, "office": "none"})
        assert answer.status_code == 302, answer.context["adminform"].form.errors
    shop, person = Partner.objects.get(name="あおば商会"), Partner.objects.get(name=NAME)
    assert (shop.standing, person.standing) == (Standing.LISTED, Standing.UNLISTED)
    visitor = client_for()
    assert visitor.get(f"/partners/{shop.pk}/").status_code == 404
    entered(city, name="", partners=[shop, person])
    assert visitor.get(f"/partners/{shop.pk}/").status_code == 200
    assert visitor.get(f"/partners/{person.pk}/").status_code == 404


def test_a_body_of_the_ledger_is_listed_while_a_public_entry_names_it(client_for, city):
    project, body = entered(city, name="あおば商会", kind="company", published=False)
    visitor = client_for()
    everywhere = {
        "directory",
        "directory search",
        "search",
        "page",
        "sitemap",
        "partners.csv",
        "projects.csv",
        "ledger",
        "entry",
        "home",
    }
    assert where(visitor, body, project, "あおば商会") == set()
    publish(client_for(city[1]), project, True)
    assert where(visitor, body, project, "あおば商会") == everywhere
    page = visitor.get(f"/partners/{body.pk}/").content.decode()
    assert "時点" not in page and "資料にもとづく" not in page  # no source was named, so no page names one
    publish(client_for(city[1]), project, False)
    assert where(visitor, body, project, "あおば商会") == set()
    assert visitor.get(f"/partners/{body.pk}/").status_code == 404
    # a second entry that is public is enough
    again, same = entered(city, name="あおば商会", kind="company")
    assert same == body and where(visitor, body, again, "あおば商会") == everywhere


def test_the_chip_says_the_source_that_is_stored(client_for, city):
    source = "見本市 協働の記録（令和5年3月時点）"
    body = ledger.list_partner(by=city[1], name="あおば商会", kind="company", source_note=source)
    entered(city, name="", partners=[body])
    for address in ("/partners/", f"/partners/{body.pk}/"):
        assert source in client_for().get(address).content.decode()


def test_the_secretariat_takes_a_listing_down_and_puts_it_up_again(client_for, city):
    group, representative, _ = build.group("見本雪の会")
    project, _ = entered(city, name="", partners=[group])
    visitor, clerk = client_for(), client_for(city[2])
    before = where(visitor, group, project, "見本雪の会")
    assert "page" in before and "entry" in before
    reason = "本人から、載せないでほしいと申し出がありました。"
    assert listing(client_for(city[1]), group, **DOWN, **{"listing-reason": reason}).status_code == 403
    assert listing(clerk, group, **DOWN, **{"listing-reason": ""}).status_code == 200
    assert listing(clerk, group, **DOWN, **{"listing-reason": reason}).status_code == 302
    assert listing(clerk, group, **DOWN, **{"listing-reason": reason}).status_code == 302  # a second press turns nothing around
    late = listing(clerk, group, **DOWN, **{"listing-reason": "べつの理由です。"})
    assert late.status_code == 409 and "べつの理由です。" in late.content.decode()
    assert group.listing_changes.count() == 1
    assert where(visitor, group, project, "見本雪の会") == set() and _hits(visitor, "見本雪の会") == []
    assert visitor.get(f"/partners/{group.pk}/").status_code == 404
    assert "名前を公開していない団体" in visitor.get(project.get_absolute_url()).content.decode()
    assert "掲載を取り下げました" in client_for(representative).get(f"/partners/{group.pk}/").content.decode()
    told = Notice.objects.get(user=representative, key__startswith="listing:")
    assert told.title == "「見本雪の会」の掲載を取り下げました" and reason in told.body
    assert AuditEvent.objects.get(act="listing").note == f"掲載を取り下げた：{reason}"
    assert group.history.latest().taken_down_at is not None
    page = clerk.get(reverse("admin:partners_partner_listing", args=[group.pk])).content.decode()
    removal = reverse("admin:partners_registration_removal", args=[group.pk])
    assert (
        reason in page and "（登録は続きます）" in page and removal in page
    )  # the two acts stand beside each other, each with its way back
    assert "いつでももどせます" in clerk.get(removal).content.decode()
    assert removal not in clerk.get(f"/partners/{group.pk}/").content.decode()
    assert listing(clerk, group, **UP, **{"listing-reason": "申し出の取り消し"}).status_code == 302
    assert where(visitor, group, project, "見本雪の会") == before


def test_nobody_takes_down_a_city_office_or_the_own_group(client_for, city):
    department, _, clerk = city
    group = build.partner("事務局の人の会")
    build.join(clerk, group)
    for body in (department, group):
        assert listing(client_for(clerk), body, **DOWN, **{"listing-reason": "x"}).status_code == 403
