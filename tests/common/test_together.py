"""Several lists in one question: what comes back is what each would have given by itself, on both engines."""

import datetime
import uuid

import pytest
from django.db.models import Count

from kyodo_portal.common.lists.together import along, bring_along, brought, count_together, set_along, share_out, together
from kyodo_portal.notices.models import Notice
from partners.models import Partner
from projects.models import Call, Proposal
from projects.proposals.drafting.actions import start_draft
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal():
    group, representative, _ = build.group("見本の会")
    draft = start_draft(call=build.call("\"雪\"と'花'"), partner=group, by=representative, form_key=uuid.uuid4())
    Proposal.objects.filter(pk=draft.pk).update(starts_on=datetime.date(2027, 5, 1), typed={"idea": {"title": "なが\nい"}})
    draft.role_shares.create(task="雪かき", group_part="人を集める", city_part="道具を貸す", order=2)
    draft.role_shares.create(task="花うえ", group_part="", city_part="", order=1)
    return Proposal.objects.get(pk=draft.pk)


def columns(rows):
    return [{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields} for row in rows]


def test_each_list_is_what_it_would_be_by_itself(proposal, django_assert_num_queries):
    def lists():
        return (
            Proposal.objects.select_related("call", "partner").annotate(shares=Count("role_shares")),
            proposal.role_shares.all(),
            Partner.objects.order_by("pk").values_list("pk", "name"),
            Call.objects.values_list("opens_at", flat=True),
            Notice.objects.filter(pk__in=[]),
        )

    with django_assert_num_queries(1):
        proposals, shares, partners, moments, nothing = together(*lists())
    alone = [list(rows) for rows in lists()]
    assert [columns(proposals), columns(shares), partners, moments] == [columns(alone[0]), columns(alone[1]), *alone[2:4]]
    assert nothing == []
    (row,) = proposals
    with django_assert_num_queries(0):
        assert (row.shares, row.starts_on, row.typed) == (2, datetime.date(2027, 5, 1), {"idea": {"title": "なが\nい"}})
        assert (row.call.title, row.call.opens_at, row.partner.name) == ("\"雪\"と'花'", alone[0][0].call.opens_at, "見本の会")
        assert [share.task for share in shares] == ["花うえ", "雪かき"] and shares[0].proposal is proposal
    assert row.form_key == proposal.form_key and type(row.form_key) is uuid.UUID


def test_what_came_along_is_asked_once(proposal, django_assert_num_queries):
    with django_assert_num_queries(1):
        bring_along(proposal, role_shares=proposal.role_shares.order_by("-order"), changes=proposal.changes.select_related("by"))
    with django_assert_num_queries(0):
        bring_along(proposal, role_shares=proposal.role_shares.all())
        assert [row.task for row in proposal.role_shares.all()] == ["雪かき", "花うえ"]
        assert list(brought(proposal, "changes", None)) == []
    set_along(proposal, corrections=[])
    with django_assert_num_queries(0):
        assert list(proposal.corrections.all()) == []
    with django_assert_num_queries(1):
        assert list(brought(proposal, "talks", proposal.talks.all())) == []


def test_rows_read_for_a_whole_list_are_shared_out(proposal, django_assert_num_queries):
    group, representative, _ = build.group("ほかの会")
    other = start_draft(call=proposal.call, partner=group, by=representative, form_key=uuid.uuid4())
    shares = list(proposal.role_shares.all())
    share_out([proposal, other], role_shares=shares, corrections=[])
    with django_assert_num_queries(0):
        assert [row.task for row in proposal.role_shares.all()] == ["花うえ", "雪かき"]
        assert [list(along(row, name)) for row, name in ((other, "role_shares"), (proposal, "corrections"))] == [[], []]
        assert not other.role_shares.all().exists()
    with django_assert_num_queries(1):
        assert [row.task for row in proposal.role_shares.filter(task="花うえ")] == ["花うえ"]
    share_out([], role_shares=[])


def test_what_did_not_come_along_is_read_and_kept(proposal, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [row.task for row in along(proposal, "role_shares")] == ["花うえ", "雪かき"]
    with django_assert_num_queries(0):
        assert [row.task for row in along(proposal, "role_shares")] == ["花うえ", "雪かき"]


def test_several_lists_are_counted_in_one_question(proposal, django_assert_num_queries):
    lists = (
        Proposal.objects.filter(role_shares__isnull=False),
        Proposal.objects.filter(role_shares__isnull=False).distinct(),
        Notice.objects.filter(pk__in=[]),
        Partner.objects.annotate(proposed=Count("proposals")).filter(proposed__gt=0).order_by("-proposed"),
    )
    with django_assert_num_queries(1):
        assert count_together(*lists) == [2, 1, 0, 1]
    with django_assert_num_queries(0):
        assert count_together() == [] and count_together(Notice.objects.none()) == [0]
