"""What follows from the public columns of a model: rows that can be handed on, paths that may be asked for, the admin."""

import pytest

from kyodo_portal.accounts.models import User
from kyodo_portal.common.privacy import PrivateColumn, PublicRow, private_on_path
from partners.models import Area, Membership, Partner
from tests import build

pytestmark = pytest.mark.django_db


def test_a_public_row_has_public_columns_and_leads_to_public_rows():
    group = build.partner("見本の会", kind="civic", phone="0258-83-0000")
    group.areas.add(Area.objects.create(name="岩沢"))
    row = PublicRow(group)
    assert (row.pk, row.name, row.get_kind_display(), f"{row}") == (group.pk, "見本の会", "市民活動団体", "見本の会")
    assert [area.name for area in row.areas] == ["岩沢"]


@pytest.mark.parametrize("name", ["phone", "delete", "is_city", "objects", "nonsense"])
def test_what_is_private_or_no_column_is_not_there(name):
    with pytest.raises(PrivateColumn):
        getattr(PublicRow(build.partner(phone="0258-83-0000")), name)


def test_nobody_is_reached_through_a_public_row():
    group, representative, _ = build.group()
    membership = PublicRow(group).memberships[0]
    assert membership.part == "representative"
    with pytest.raises(PrivateColumn):
        membership.user  # noqa: B018
    with pytest.raises(PrivateColumn):
        f"{PublicRow(representative)}"  # the name of somebody of whom nothing is public


@pytest.mark.parametrize(
    ("model", "path", "met"),
    [
        (Partner, "name__startswith", ""),
        (Partner, "phone__startswith", "partners.Partner.phone"),
        (Membership, "partner__name", ""),
        (Membership, "partner__phone", "partners.Partner.phone"),
        (Membership, "user__email", "partners.Membership.user"),
        (Partner, "registrations__status", "partners.Partner.registrations"),  # rows with readers of their own
        (Partner, "pk__in", ""),
        (User, "is_superuser", "accounts.User.is_superuser"),
    ],
)
def test_where_a_path_meets_what_is_private(model, path, met):
    assert private_on_path(model, path) == met


@pytest.mark.urls("tests.common.urls")
class TestAdmin:
    """The test's list of memberships names the user in its columns, search and filters, and says of nobody that they see it."""

    LIST = "/admin/partners/membership/"

    @pytest.fixture
    def superuser(self, client_for):
        build.join(build.user("見本 花子", "hanako@example.jp"), build.partner("見本の会"))
        return client_for(build.system_admin())

    def test_lists_forms_and_filters_are_drawn_without_private_columns(self, superuser):
        page = superuser.get(self.LIST).content.decode()
        assert "見本の会" in page and "花子" not in page
        page = superuser.get(f"{self.LIST}{Membership.objects.get().pk}/change/").content.decode()
        assert "field-partner" in page and "field-user" not in page

    def test_search_does_not_tell_of_them(self, superuser):
        assert "見本の会" in superuser.get(f"{self.LIST}?q=見本の会").content.decode()
        assert "見本の会" not in superuser.get(f"{self.LIST}?q=花子").content.decode()

    @pytest.mark.parametrize("query", ["user=1", "user__exact=1", "user__isnull=0", "part=member", "partner__name__startswith=x"])
    def test_no_address_asks_for_them(self, superuser, query):
        assert superuser.get(f"{self.LIST}?{query}").status_code == 400

    def test_what_the_page_offers_may_be_asked_for(self, superuser):
        assert "見本の会" in superuser.get(f"{self.LIST}?partner__name=見本の会").content.decode()
