"""The first day of another city: from empty tables to its first public page, call and entry of the ledger, by what docs/first-city.md says.

Through the door, in its order; the same was walked in a browser. No page says a word of the sample city.
"""

import json
import re

import pytest
from django.core import mail as mailbox
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from guidelines.models import Guideline, Municipality, Revision
from kyodo_portal.accounts.models import User
from kyodo_portal.accounts.sample import CITY as SAMPLE
from kyodo_portal.notices import outbox
from kyodo_portal.pages.first_city import missing, needs
from partners.directory.reference import load_reference
from partners.models import Membership, Partner
from projects.models import Call, GrantScheme, Project
from tests import build
from tests.partners.imports.pages import begin, hidden, walk
from tests.projects.grants.build import sent_rule
from tests.projects.proposals.test_admin import call_data
from tests.sent import opened, text_of

pytestmark = pytest.mark.django_db
LIST = "/staff/first-city/"
CITY = {
    "name": "若葉野町", "kana": "わかばのまち", "kind": "town", "code": "131016", "site": "協働ポータル", "office": "若葉野町役場 総務課",
    "address": "〒100-0001 若葉野町1-1", "phone": "03-1234-5678", "open_hours": "8:30-17:15", "answer_days": "3", "hue": "30",
    "licence": "CC BY 4.0", "licence_url": "https://creativecommons.org/licenses/by/4.0/",
}  # fmt: skip
PUBLIC = (
    "/", "/guidelines/", "/guidelines/wakabano/", "/projects/", "/projects/calls/", "/partners/", "/take-part/", "/whats-on/", "/easy/", "/en/",
    "/policies/privacy/", "/policies/terms/", "/policies/accessibility/", "/policies/files/", "/sitemap/", "/partners/register/",
)  # fmt: skip
WORDS = {value for name, value in SAMPLE.items() if name not in ("KYODO_CITY_CODE", "KYODO_AREA_MAP", "KYODO_CITY_READINGS")} | {
    "小千谷", "こしゃる", "観光交流課", "信濃川",
}  # fmt: skip


@pytest.fixture
def keeper(settings):
    """Who made themself by `createsuperuser`, on a portal whose settings name no city and whose tables are as `prepare` leaves them."""
    settings.KYODO_CITY = {**dict.fromkeys(settings.KYODO_CITY, ""), "site": "協働ポータル"}
    settings.KYODO_CITY_READINGS, settings.KYODO_AREA_MAP = "", ""
    load_reference(areas=["町内全域"])
    call_command("createsuperuser", "--noinput", email="kanri@example.jp", verbosity=0)
    User.objects.update(name="見本 管理")
    client = Client()
    client.force_login(User.objects.get())
    return client


def entered(client, address, data):
    answer = client.post(address, data)
    assert answer.status_code == 302, build.read(client, address)[:0] + str(
        getattr(answer.context["adminform"].form, "errors", "")
    )


def guideline_by_screen(client):
    """The draft with one chapter and one form of collaboration, asked for and published."""
    town = Municipality.objects.get(is_own=True)
    first = {
        "municipality": town.pk,
        "title": "若葉野町 協働の手引き",
        "slug": "wakabano",
        "summary": "いっしょにまちをつくる考え方です。",
    }
    page = client.get("/admin/guidelines/guideline/add/")
    client.post("/admin/guidelines/guideline/add/", {**first, "form_key": page.context["form"]["form_key"].value()})
    revision = Revision.objects.get()
    at = f"/admin/guidelines/revision/{revision.pk}"
    rows = {
        "chapters": {
            "number": "1",
            "title": "協働とは",
            "lead": "力を合わせます。",
            "body": "# はじめに\n\nいっしょに取り組みます。",
        },
        "forms": {
            "title": "補助",
            "body": "町がお金を出します。",
            "code": "grant",
            "is_active": "on",
            "order": "1",
            "key": "grant",
        },
    }
    for part, row in rows.items():
        form = client.get(f"{at}/add/{part}/").context["form"]
        shown = {field.html_name: field.value() for field in form if field.value() not in (None, "", [])}
        answer = client.post(f"{at}/add/{part}/", {**shown, **row, "save": ""})
        assert answer.status_code == 302, answer.context["form"].errors
    for step in ("ask_check", "publish"):
        form = client.get(f"{at}/step/{step}/").context["form"]
        client.post(
            f"{at}/step/{step}/", {field.html_name: field.value() for field in form if field.value() is not None} | {"take": ""}
        )
    assert Guideline.objects.own().published().exists()


def test_from_empty_tables_to_the_first_page_call_and_entry(keeper, client_for):
    assert missing(needs())[0].label == "市の情報"
    entered(keeper, "/admin/pages/city/add/", CITY)
    for name in ("北部", "南部"):
        entered(keeper, "/admin/partners/area/add/", {"name": name, "order": "1"})
    for name, office in (("総務課", "secretariat"), ("防災課", "department")):
        entered(keeper, "/admin/partners/partner/add/", {"name": name, "kind": "department", "office": office})
    clerk = build.user(email="soumu@example.jp")
    for office in Partner.objects.all():
        place = {"user": clerk.email, "partner": office.pk, "part": "member", "since": "令和8年4月1日"}
        entered(keeper, "/admin/partners/membership/add/", place)
    assert Membership.objects.filter(user=clerk).count() == 2
    today = f"{build.days(0):%Y-%m-%d}"
    secretariat = client_for(clerk)
    for kind in ("privacy", "terms", "accessibility"):
        address = f"/admin/pages/policytext/add/?kind={kind}"
        entered(
            secretariat,
            address,
            {**secretariat.get(address).context["adminform"].form.initial, "since": today, "note": "", "at_once": "on"},
        )
    entered(secretariat, "/admin/letters/signatory/add/", {"post": "若葉野町長", "name": "見本 花子", "since": today})
    guideline_by_screen(secretariat)
    secretariat.post(LIST)
    outbox.deliver_due()
    assert mailbox.outbox[-1].subject == "試しのメール" and "若葉野町" in mailbox.outbox[-1].body
    assert [need.label for need in missing(needs())] == ["バックアップ"]  # of the machine

    opened = {
        "opens_at": f"{build.days(-1):%Y-%m-%d} 9:00",
        "published_at": f"{build.days(-1):%Y-%m-%d} 9:00",
        "title": "はじめての募集",
    }
    days = {"closes_at": f"{build.days(60):%Y-%m-%d} 17:00", "result_on": f"{build.days(90):%Y-%m-%d}"}
    department = Partner.objects.get(name="防災課")
    entered(secretariat, "/admin/projects/call/add/", call_data(**opened, **days, department=department.pk))
    form = secretariat.get("/admin/projects/project/add/").context["form"]
    entry = {
        "title": "北部の見守り", "form": form.fields["form"].queryset.get().pk, "new_partner": "北部見守りの会", "new_partner_kind": "civic",
        "department": department.pk, "summary": "家をたずねます。", "published": "on", "form_key": form["form_key"].value(), "save": "",
    }  # fmt: skip
    answer = secretariat.post("/admin/projects/project/add/", entry)
    assert answer.status_code == 302, answer.context["form"].errors

    said = {
        path: visible(Client().get(path))
        for path in (*PUBLIC, Call.objects.get().get_absolute_url(), Project.objects.get().get_absolute_url())
    }
    assert (
        "北部の見守り" in said["/projects/"]
        and "はじめての募集" in said["/projects/calls/"]
        and "協働の手引き" in said["/guidelines/"]
    )
    assert all("若葉野町" in text for text in said.values()) and "町役場" in said["/easy/"]
    assert {path: found for path, text in said.items() if (found := [word for word in WORDS if word in text])} == {}


def test_what_can_wait_is_done_where_its_line_leads_to(keeper, client_for):
    """The list of groups, a scheme of grants, a form of the guideline: from the line to its page, until the line is done."""
    entered(keeper, "/admin/pages/city/add/", CITY)
    client = client_for(build.office("secretariat", "総務課")[1])

    def line(label):
        return next(need for need in needs() if need.label == label)

    _, page = walk(
        client, begin(client, "団体名,種類\n北部見守りの会,市民活動団体\n".encode(), first=f"{line('団体の名簿').url}read/")
    )
    client.post(_, {"version": hidden(page, "version")})
    assert line("団体の名簿").has == "1件"
    at, office = line("補助制度").url, Partner.objects.get(name="総務課")
    scheme = {
        "title": "居場所づくり補助金", "summary": "集まる場所をつくる費用です。", "who": "市に登録した団体。", "department": office.pk,
    }  # fmt: skip
    entered(client, at, {**opened(client, at), **scheme})
    assert (line("補助制度").has, at) == ("", "/admin/projects/grantscheme/add/")  # nobody can apply by it before its rule
    made = GrantScheme.objects.get()
    assert line("補助制度").url == f"/admin/projects/grantrule/add/?scheme={made.pk}"
    assert client.get(line("補助制度").url).context["adminform"].form["scheme"].value() == str(made.pk)
    entered(client, "/admin/projects/grantrule/add/", sent_rule(scheme=made.pk))
    assert line("補助制度").has == "1件" and line("補助制度").url == "/admin/projects/grantscheme/"
    assert line("協働の形態").url == "/admin/guidelines/guideline/"
    entry = "/admin/projects/project/add/"
    assert "ないものは、ガイドラインに足して公開すると、ここに出ます。" in text_of(client.get(entry))
    guideline_by_screen(client)
    assert (line("協働の形態").has, line("協働の形態").url) == ("1件", "/admin/guidelines/collaborationform/")


def test_the_guideline_of_another_portal_comes_in_as_a_file(keeper, client_for):
    """From はじめての準備 to the list, to the file, to the draft with its differences, to the page."""
    entered(keeper, "/admin/pages/city/add/", CITY)
    client = client_for(build.office("secretariat")[1])
    at = "/admin/guidelines/guideline/"
    assert f'href="{at}"' in build.markup(client.get(LIST)) and f'href="{at}import/"' in build.markup(client.get(at))
    data = {
        "municipality": {"name": "若葉野町", "kana": "わかばのまち", "code": CITY["code"], "prefecture": "東京都"},
        "guideline": {"slug": "wakabano", "title": "若葉野町 協働の手引き", "summary": "いっしょに取り組みます。"},
        "chapters": [{"number": 1, "title": "協働とは", "lead": "力を合わせます。", "body": "いっしょに取り組みます。"}],
    }
    file = SimpleUploadedFile("tebiki.json", json.dumps(data).encode())
    shown = client.post(f"{at}import/", {**opened(client, f"{at}import/"), "file": file}, follow=True)
    assert "2件のちがいを、改稿に入れました。" in text_of(shown) and "力を合わせます。" in text_of(shown)
    assert Client().get("/guidelines/wakabano/").status_code == 404
    for step in ("ask_check", "publish"):
        page = f"/admin/guidelines/revision/{Revision.objects.get().pk}/step/{step}/"
        assert client.post(page, opened(client, page, take="")).status_code == 302
    assert "協働とは" in visible(Client().get("/guidelines/wakabano/1/"))
    assert "ガイドライン" not in [need.label for need in missing(needs())]


def visible(answer):
    assert answer.status_code == 200
    return re.sub(r"<rt>.*?</rt>|<rp>.*?</rp>|<[^>]+>", "", answer.content.decode())
