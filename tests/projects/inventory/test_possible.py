"""協働の種: written by an office, shown when it wants, diagnosed by the secretariat or a coordinator."""

import pytest

from kyodo_portal.pages.models import PublicPage
from kyodo_portal.pages.search_page_actions import read_page
from kyodo_portal.pages.search_pages import Address, missing
from projects.models import Possibility
from tests import build
from tests.projects.ledger.build import World
from tests.sent import text_of

pytestmark = pytest.mark.django_db
KEY = "1b4e28ba-2fa1-11d2-883f-0016d3cca427"


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def etag_in(client, url):
    return client.get(url).context["form"].initial["etag"]


def test_an_office_writes_one_shows_it_and_it_is_diagnosed(world, client_for, client):
    clerk, sent = client_for(world.clerk), {"form_key": KEY, "title": "公園の花だん", "what": "花を植えかえる"}
    assert clerk.post("/ledger/possible/add/", sent | {"office": world.elsewhere.pk}).status_code == 200  # another office's
    assert clerk.post("/ledger/possible/add/", sent | {"office": world.office.pk}).status_code == 302
    assert clerk.post("/ledger/possible/add/", sent | {"office": world.office.pk}).status_code == 302  # pressed twice
    seed = Possibility.objects.get()
    url = seed.get_absolute_url()
    assert client.get(url).status_code == 404 and "公園の花だん" not in text_of(client.get("/ledger/possible/"))
    write = {"title": "公園の花だん", "what": "花を植える", "wanted": "", "state": "open", "call": "", "is_public": "on"}
    token = etag_in(clerk, f"{url}edit/")
    assert client_for(world.outsider).post(f"{url}edit/", write | {"etag": token}).status_code == 403
    assert clerk.post(f"{url}edit/", write | {"etag": token}).status_code == 302
    late = clerk.post(f"{url}edit/", write | {"etag": token, "what": "別の言葉"})
    assert late.status_code == 409 and "別の言葉" in text_of(late)
    guide, found = client_for(world.guide), {"diagnosis": "a", "hoped": "人が集まる", "means": "月に1回"}
    assert clerk.get(f"{url}diagnosis/").status_code == 403
    assert guide.post(f"{url}diagnosis/", found | {"etag": etag_in(guide, f"{url}diagnosis/")}).status_code == 302
    page = text_of(client.get(url))
    assert "すぐに協働で進められる" in page and "月に1回" in page and str(world.guide) not in page
    assert "公園の花だん" in text_of(client.get("/ledger/possible/?q=花だん&diagnosis=a"))
    assert "公園の花だん" not in text_of(client.get("/ledger/possible/?diagnosis=c"))


def test_a_diagnosis_names_who_and_when_and_is_taken_back_by_emptying_it(world, client_for):
    seed = Possibility.objects.create(office=world.office, title="図書館の読みきかせ", what="週に1回", is_public=True)
    chief, url = client_for(world.chief), f"{seed.get_absolute_url()}diagnosis/"
    assert "診断を選んでください" in text_of(
        chief.post(url, {"etag": etag_in(chief, url), "diagnosis": "", "hoped": "人", "means": ""})
    )
    chief.post(url, {"etag": etag_in(chief, url), "diagnosis": "b", "hoped": "", "means": ""})
    seed.refresh_from_db()
    assert (seed.diagnosis, seed.diagnosed_by) == ("b", world.chief)
    chief.post(url, {"etag": etag_in(chief, url), "diagnosis": "", "hoped": "", "means": ""})
    seed.refresh_from_db()
    assert (seed.diagnosis, seed.diagnosed_by, seed.diagnosed_on) == (None, None, None)


def test_the_list_asks_as_often_for_three_as_for_one(world, client, django_assert_num_queries):
    def make(title):
        Possibility.objects.create(office=world.office, title=title, what="x", is_public=True)

    make("一")
    client.get("/ledger/possible/")
    with django_assert_num_queries(2):
        client.get("/ledger/possible/")
    make("二"), make("三")
    with django_assert_num_queries(2):
        client.get("/ledger/possible/")


def test_a_shown_one_is_found_by_the_search_and_stands_in_the_sitemap_until_it_is_hidden(world, client_for, client):
    seed = Possibility.objects.create(office=world.office, title="公園の花だん", what="球根を植えかえる", is_public=True)
    Possibility.objects.create(office=world.office, title="証明書の窓口", what="球根とは別の話")
    found = [address for address in missing() if address.object_id == seed.pk and address.kind == "seed"]
    assert found == [Address(seed.get_absolute_url(), "seed", seed.pk)]
    assert not [address for address in missing() if address.kind == "seed" and address.object_id != seed.pk]
    read_page(found[0], "1")
    assert seed.get_absolute_url() in text_of(client.get("/search/?q=球根"))
    sitemap = b"".join(client.get("/sitemap.xml").streaming_content).decode()
    assert sitemap.count("/ledger/possible/") == 2  # the list, and the one that is shown
    clerk, url = client_for(world.clerk), f"{seed.get_absolute_url()}edit/"
    write = {"title": seed.title, "what": seed.what, "wanted": "", "state": "idea", "call": ""}
    assert clerk.post(url, write | {"etag": etag_in(clerk, url)}).status_code == 302
    assert not PublicPage.objects.filter(kind="seed").exists()
    assert seed.get_absolute_url() not in text_of(client.get("/search/?q=球根"))


def test_copying_a_call_names_the_seeds_that_look_for_a_partner_in_it(world, client_for):
    call = build.call()
    seeds = [
        Possibility.objects.create(office=world.office, title=title, what="見本", state=state, call=call)
        for title, state in (("公園の花だん", "open"), ("通学路の見守り", "idea"), ("図書館の本", "matched"))
    ]
    page = build.read(client_for(world.chief), f"/admin/projects/call/{call.pk}/copy/")
    assert "協働の種とのつながり（1つの種は、1つの募集に出ます）" in page
    assert [f'href="/ledger/possible/{seed.pk}/edit/"' in page for seed in seeds] == [True, True, False]
    Possibility.objects.update(call=None)
    assert "相手が見つかっていない協働の種" not in build.read(client_for(world.chief), f"/admin/projects/call/{call.pk}/copy/")
