"""The public tables and the sitemap of a city in which more takes part than one question of a database can name."""

import pytest
from django.utils import timezone

from kyodo_portal.pages import sitemaps
from partners.models import Partner
from projects.models import Cycle, Participation, Project
from projects.specs.lookup import spec_in_use
from tests import build
from tests.projects.ledger.build import form

pytestmark = pytest.mark.django_db
MANY = 1_100  # SQLite reads no condition of more than 1,000 parts


@pytest.fixture(scope="module")
def city(lay):
    """As many groups, each in a collaboration of its own, under way in 令和8年度."""
    return lay(many)


def many():
    now, way, clerk = timezone.now(), form(), build.user()
    groups = Partner.objects.bulk_create(
        Partner(
            kind="npo",
            name=f"見本の会{n:04}",
            kana=f"みほんのかい{n:04}",
            kana_key=f"みほんのかい{n:04}",
            pr="道を直します。",
            standing="registered",
            registered_from=now.date(),
        )
        for n in range(MANY)
    )
    projects = Project.objects.bulk_create(
        Project(
            number=f"R8-K-{n:04}", title=f"道なおし{n:04}", form=way, summary="道を直します。", published_at=now, created_by=clerk
        )
        for n in range(MANY)
    )
    Participation.objects.bulk_create(
        Participation(project=project, partner=group, side="group", is_lead=True)
        for project, group in zip(projects, groups, strict=True)
    )
    spec = spec_in_use(way)
    Cycle.objects.bulk_create(
        Cycle(project=project, fiscal_year=2026, spec=spec, starts_on="2026-04-01", ends_on="2027-03-31", status="running")
        for project in projects
    )


def lines(client, path):
    return client.get(path).getvalue().decode("utf-8-sig").splitlines()


def test_the_tables_hold_everything(client, city, django_assert_num_queries):
    assert len(lines(client, "/open-data/projects.csv")) == MANY + 1  # asks the database once for what it can do, too
    # What there is to choose in the list, what the rules of registration ask, all rows with what belongs to them, and the mark by which a
    # program knows what it has already.
    with django_assert_num_queries(5):
        partners = lines(client, "/open-data/partners.csv")
    assert len(partners) == MANY + 1 and "見本の会0000" in partners[1] and "見本の会1099" in partners[-1]
    with django_assert_num_queries(3):
        projects = lines(client, "/open-data/projects.csv")
    assert [line.split(",")[2:13] for line in projects if "道なおし1099" in line] == [
        ["R8-K-1099", "小千谷市", "道なおし1099", "道を直します。", "協定", "見本の会1099", "", "2026", "実施", "実施中", ""]
    ]


def test_one_sitemap_names_everything(client, city, django_assert_num_queries):
    with django_assert_num_queries(36):
        sitemap = client.get("/sitemap.xml").getvalue().decode()
    assert sitemap.count("<url>") == 51 + 2 + 2 * MANY  # a guideline and its form
    last = Project.objects.get(title="道なおし1099")
    assert f"<loc>http://testserver/projects/{last.pk}/</loc><lastmod>{last.updated_at:%Y-%m-%d}</lastmod>" in sitemap
    assert client.get("/sitemap.xml?p=2").status_code == 404


def test_a_sitemap_of_more_than_a_file_may_hold_is_an_index(client, city, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST", 1_000)
    index = client.get("/sitemap.xml").getvalue().decode()
    assert index.count("<sitemap>") == 3 and "<loc>http://testserver/sitemap.xml?p=3</loc>" in index
    files = [client.get(f"/sitemap.xml?p={number}").getvalue().decode() for number in (1, 2, 3)]
    assert [file.count("<url>") for file in files] == [1_000, 1_000, 253]
    named = [line for file in files for line in file.splitlines() if "<loc>" in line]
    assert len(set(named)) == 2_253 and named[0].startswith("<url><loc>http://testserver/</loc>")
