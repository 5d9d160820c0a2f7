"""An office gets another name on the day of a 改組: it keeps its row, its matters and its people, and the old name its days."""

import copy

import pytest

from kyodo_portal.notices.models import Notice
from kyodo_portal.process.edits import ETAG, etag_of
from kyodo_portal.process.errors import Stale
from kyodo_portal.process.task_checks import wrong_tasks
from partners.models import Partner, PartnerName
from projects.models import Participation, Project, Reorganisation
from projects.reorganisations.actions import add_name, turn_days, written_on
from tests import build

from .build import City
from .test_carrying_out import later

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid_city(lay):
    return lay(City)


@pytest.fixture
def city(laid_city):
    return copy.deepcopy(laid_city)


def renamed(city, name="福祉こども課", *, office="office", lines=()):
    made = city.laid_out(lines=lines)
    etag = etag_of(written_on(made))
    add_name(made, by=city.chief, etag=etag, office=getattr(city, office), name=name, kana="ふくしこどもか")
    return made


def called(office):
    return Partner.objects.get(pk=office.pk).name


def test_on_its_day_the_office_is_called_otherwise_and_keeps_everything(city, monkeypatch, client_for):
    made, former = renamed(city), city.office.name
    city.press(made, "announce")
    assert f"・{former}は、「福祉こども課」という名前になります" in Notice.objects.filter(user=city.clerk).latest("pk").body
    assert turn_days() == 0 and called(city.office) == former
    last = build.days(8)
    later(monkeypatch, 9)
    assert turn_days() == 1 and called(city.office) == "福祉こども課"
    kept = PartnerName.objects.get(partner=city.office)
    assert (kept.name, kept.since, kept.until) == (former, None, last)
    assert not made.matters.exists()
    assert list(Participation.objects.filter(project=city.first, side="city").values_list("partner", "until")) == [
        (city.office.pk, None)
    ]
    assert "福祉こども課" in Project.objects.get(pk=city.first.pk).search_text
    assert Partner.history.filter(id=city.office.pk).latest().name == "福祉こども課"
    assert "福祉こども課" in build.read(client_for(city.clerk), made.get_absolute_url()) and list(wrong_tasks()) == []


def test_taken_back_it_is_called_as_before_and_nothing_is_kept(city):
    made, former = renamed(city, office="other", lines=[{}]), city.other.name
    city.press(made, "announce")
    city.press(made, "carry_out")
    assert called(city.other) == "福祉こども課"
    city.press(made, "undo_carry_out")
    assert called(city.other) == former and not PartnerName.objects.exists()
    assert "福祉こども課" not in Project.objects.get(pk=city.first.pk).search_text and list(wrong_tasks()) == []
    assert Partner.objects.get(pk=city.other.pk).kana == ""


def test_renamed_once_more_since_it_is_not_taken_back(city):
    made = renamed(city)
    city.press(made, "announce")
    city.press(made, "carry_out")
    Partner.objects.filter(pk=city.office.pk).update(name="また別の課")
    with pytest.raises(Stale):
        city.press(made, "undo_carry_out")


def test_the_page_takes_a_name_refuses_a_wrong_one_and_lets_it_go(city, client_for):
    made, client = city.laid_out(), client_for(city.chief)
    page = f"{made.get_absolute_url()}names/"

    def send(**sent):
        return client.post(page, {ETAG: client.get(page).context["form"].initial[ETAG], "kana": "", **sent})

    assert "案件がなくなる課です。名前は変えられません" in build.markup(send(office=city.office.pk, name="福祉こども課"))
    assert "「農林課」という課が、もうあります" in build.markup(send(office=city.other.pk, name="農林課"))
    old = etag_of(written_on(made))
    assert send(office=city.other.pk, name="商工課").status_code == 302
    assert "の新しい名前は、もうあります" in build.markup(send(office=city.other.pk, name="産業課"))
    late = client.post(page, {ETAG: old, "office": city.third.pk, "name": "農業課", "kana": ""})
    assert late.status_code == 409 and "農業課" in late.content.decode()
    assert "商工観光課 → 商工課" in build.read(client, made.get_absolute_url())
    row = Reorganisation.objects.get(pk=made.pk).renamed[0]
    client.post(f"{page}{row.pk}/remove/", {"etag": etag_of(written_on(made))})
    assert not made.names.exists()
