"""Working through a queue: the page of a proposal says which of how many it is, and leads to the next one."""

import pytest

from tests import build

pytestmark = pytest.mark.django_db
OUT_OF_THE_QUEUE = "?_changelist_filters=queue%3Dnew"


def change(proposal):
    return f"/admin/projects/proposal/{proposal.pk}/change/{OUT_OF_THE_QUEUE}"


def test_the_next_one_is_a_press_away(client_for, django_assert_max_num_queries):
    client = client_for(build.office("secretariat")[1])
    first, second, third = [build.submitted(*build.registered_group(f"{name}の会")) for name in ("花", "森", "川")]
    newest_first = client.get("/admin/projects/proposal/?queue=new").context["cl"].result_list
    assert [*newest_first] == [third, second, first]
    with django_assert_max_num_queries(15):
        page = client.get(change(second))
    assert "3件の<b>2件目</b>" in page.text and change(third) in page.text and change(first) in page.text
    taken = client.post(f"/admin/projects/proposal/{third.pk}/step/receive/{OUT_OF_THE_QUEUE}", {"version": 1}, follow=True)
    assert "受付を待つ提案" in taken.text and "これは済みました。あと2件" in taken.text and change(second) in taken.text
    # Opened from elsewhere, or out of a list that is no queue, it has no place.
    for address in (change(second).partition("?")[0], change(second).replace("queue%3Dnew", "queue%3Dnowhere")):
        assert "件の<b>" not in client.get(address).text
