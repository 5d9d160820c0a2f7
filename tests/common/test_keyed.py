"""What is put together once for all rows is, for each of them, what its own queryset would have given."""

import uuid

import pytest

from kyodo_portal.common.lists.keyed import hanging, keyed, of_each
from kyodo_portal.common.lists.together import bring_along, together
from kyodo_portal.notices.models import Notice
from partners.models import Membership
from projects.cycles.plan.models import RoleShare
from projects.proposals.drafting.actions import start_draft
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafts():
    group, representative, _ = build.group("見本の会")
    call = build.call("募集")
    made = [start_draft(call=call, partner=group, by=representative, form_key=uuid.uuid4()) for _ in range(2)]
    for number, draft in enumerate(made, start=1):
        for order in range(number, 0, -1):
            draft.role_shares.create(task=f"{number}の{order}", group_part="する", city_part="", order=order)
    return made


@keyed
def shares_of(draft):
    return RoleShare.objects.filter(proposal=draft).order_by("-order")


@keyed
def people_of(partner, part):
    return Membership.objects.valid().filter(partner=partner, part=part).values_list("user", flat=True)


def tasks(rows):
    return [row.task for row in rows]


def test_each_key_gives_its_own_rows_and_the_query_is_put_together_once(drafts, django_assert_num_queries):
    first, second = drafts
    assert tasks(shares_of(first.pk)) == ["1の1"]
    with django_assert_num_queries(1) as asked:
        assert tasks(shares_of(second.pk)) == ["2の2", "2の1"]
    assert f"= {second.pk}" in asked.captured_queries[0]["sql"]
    assert shares_of(first.pk).first().task == "1の1" and shares_of(first.pk + 1_000).first() is None


def test_together_with_others_and_with_itself(drafts, django_assert_num_queries):
    first, second = drafts
    with django_assert_num_queries(1):
        of_first, notices, of_second = together(shares_of(first.pk), Notice.objects.none(), shares_of(second.pk))
    assert (tasks(of_first), notices, tasks(of_second)) == (["1の1"], [], ["2の2", "2の1"])


def test_words_are_fixed_and_the_day_is_todays(drafts):
    partner = drafts[0].partner
    representative = partner.memberships.get(part="representative").user_id
    assert list(people_of(partner.pk, part="representative")) == [representative]
    assert list(people_of(partner.pk, part="promoter")) == []
    partner.memberships.update(until="2020-03-31", since="2019-04-01")
    assert list(people_of(partner.pk, part="representative")) == []


def test_what_hangs_on_a_row_knows_it_and_can_be_asked_further(drafts, django_assert_num_queries):
    _, second = drafts
    with django_assert_num_queries(1):
        bring_along(second, role_shares=hanging(second, "role_shares"), changes=hanging(second, "changes", "by"))
    with django_assert_num_queries(0):
        assert tasks(second.role_shares.all()) == ["2の1", "2の2"]
        assert all(row.proposal is second for row in second.role_shares.all())
    assert tasks(second.role_shares.all().filter(order=2)) == ["2の2"]
    assert tasks(second.role_shares.filter(order=1)) == ["2の1"]


def test_one_of_several_is_kept_and_several_are_not(drafts):
    def of(keys):
        return RoleShare.objects.filter(proposal__in=keys).order_by("order")

    first, second = drafts
    assert tasks(of_each(of, [second.pk])) == ["2の1", "2の2"]
    assert len(of_each(of, [first.pk, second.pk])) == 3
    assert list(of_each(of, [])) == []


def test_a_key_is_a_number_and_nothing_else(drafts):
    for key in (None, "1", True, drafts[0]):
        with pytest.raises(TypeError):
            shares_of(key)


@keyed
def without_its_key(draft):
    return RoleShare.objects.filter(task="しない")


def test_a_query_in_which_a_key_is_lost_is_refused(drafts):
    with pytest.raises(ValueError, match="without_its_key"):
        list(without_its_key(drafts[0].pk))


def test_a_row_read_twice_is_two_objects(drafts):
    _, second = drafts
    (one,), (other,) = together(shares_of(second.pk).on(second, "role_shares")), together(shares_of(second.pk))
    one[0].task = "変えた"
    assert other[0].task == "2の2" and one[0].proposal is second and other[0].pk == one[0].pk
