"""Who sits in a committee until when: what a seat opens, what the secretariat is told of terms, and that nobody seats themselves."""

import copy
import datetime

import pytest

from kyodo_portal.pages.reminders import People
from projects.committees.models import Committee, CommitteeSeat
from projects.committees.parties import parties_of
from projects.committees.presenters import warnings_of
from tests import build

pytestmark = pytest.mark.django_db
ROWS = "seats"


@pytest.fixture(scope="module")
def laid(lay):
    return lay(lambda: (build.office("secretariat")[1], build.user("見本 委員"), Committee.objects.create(name="協働推進委員会")))


@pytest.fixture
def made(laid):
    return copy.deepcopy(laid)


def seat(client, committee, user=None, **said):
    """Add a seat on the committee's page in the admin; the answer."""
    address = f"/admin/projects/committee/{committee.pk}/change/"
    page = client.get(address)
    data = {name: value or "" for name, value in page.context["adminform"].form.initial.items()}
    token = page.context["row_token"]
    formset = page.context["inline_admin_formsets"][0].formset
    count = formset.initial_form_count()
    data |= {
        f"{ROWS}-TOTAL_FORMS": count + 1,
        f"{ROWS}-INITIAL_FORMS": count,
        "row_token": token,
        formset.token_name: formset.row_token,
    }
    for number, form in enumerate(formset.initial_forms):
        data |= {f"{ROWS}-{number}-{name}": form[name].value() or "" for name in form.fields}
    new = {"name": "公募 三郎", "category": "open", "since": build.days(-5).isoformat(), "email": user.email if user else ""}
    data |= {f"{ROWS}-{count}-{name}": value for name, value in {**new, **said}.items()}
    data |= {f"{ROWS}-{count}-id": "", f"{ROWS}-{count}-committee": committee.pk}
    return client.post(address, data)


def test_a_seat_with_an_account_makes_its_person_a_party_as_long_as_it_lasts(made, client_for):
    clerk, member, committee = made
    client = client_for(clerk)
    assert seat(client, committee, member, until=build.days(0).isoformat()).status_code == 302
    word = f"m{committee.pk}"
    assert word in parties_of(type(member).objects.get(pk=member.pk)) and People().of(word) == [member]
    CommitteeSeat.objects.update(until=build.days(-1))
    assert word not in parties_of(type(member).objects.get(pk=member.pk)) and People().of(word) == []
    assert seat(client, committee, member, since=build.days(-2).isoformat()).status_code == 200  # while the former one lasted
    assert seat(client, committee, member, since=build.days(0).isoformat()).status_code == 302


def test_nobody_gives_themselves_a_seat_and_an_unknown_address_is_refused(made, client_for):
    clerk, _, committee = made
    assert "自分の役や席は" in build.markup(seat(client_for(clerk), committee, clerk))
    answer = seat(client_for(clerk), committee, email="unknown@example.jp")
    assert "このメールアドレスの利用者がいません" in build.markup(answer)
    assert not CommitteeSeat.objects.exists()


def test_the_secretariat_is_told_of_terms_of_seats_too_many_and_of_a_call_too_small(made, client_for):
    clerk, _, committee = made
    committee.seats_limit, committee.open_goal, committee.term_months = 2, 50, 24
    committee.save()
    add = CommitteeSeat.objects.create
    add(committee=committee, name="学識 太郎", category="expert", since=datetime.date(2020, 4, 1))
    add(committee=committee, name="団体 花子", category="group", since=build.days(-10), until=build.days(20))
    add(committee=committee, name="公募 三郎", category="open", since=build.days(-10))
    said = warnings_of(committee)
    assert len(said) == 4 and said[0].startswith("学識 太郎さんの席は、任期の24か月をすぎています。")
    assert said[1].startswith("団体 花子さんの任期は、") and said[2] == "いまの委員は3人で、定数の2人を超えています。"
    assert said[3] == "公募の委員は3人のうち1人で、目標の50％に届いていません。"
    assert said[2] in build.read(client_for(clerk), f"/admin/projects/committee/{committee.pk}/change/")
    committee.nature = "internal"
    assert warnings_of(committee) == []


def test_departments_look_at_committees_and_meetings_and_change_nothing(made, client_for):
    clerk, _, committee = made
    _, official = build.office("department")
    look = client_for(official)
    page = build.read(look, f"/admin/projects/committee/{committee.pk}/change/")
    assert "協働推進委員会" in page and 'name="_save"' not in page
    said = {"committee": committee.pk, "on": build.days(-1).isoformat(), "agenda": "年のまとめ", "minutes": "意見を出しました。"}
    assert look.post("/admin/projects/committeemeeting/add/", said).status_code == 403
    assert client_for(clerk).post("/admin/projects/committeemeeting/add/", said).status_code == 302
    assert "年のまとめ" in build.read(look, "/admin/projects/committeemeeting/")
