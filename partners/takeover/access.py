"""Who takes a takeover back, reads its memo, objects and decides; who names a successor stands in the directory's access."""

from django.utils import timezone

from partners.directory.access import can_name_for, can_name_people, is_member, is_writer


def can_see_takeover(user, partner):
    """The people of the group; who enters it for them; who went or is to come, before and after being one of them. One query for the last."""
    if is_member(user, partner) or can_name_for(user, partner):
        return True
    return user.is_authenticated and partner.takeovers.of(user).exists()


def can_withdraw(user, takeover):
    """As long as nobody has accepted: whoever could have entered it."""
    return takeover.is_waiting and can_name_people(user, takeover.partner)


def can_read_memo(user, takeover):
    """申し送り: who goes, who comes, and the people of the group. Not the city."""
    return user.pk in (takeover.from_user_id, takeover.to_user_id) or is_member(user, takeover.partner)


def can_object(user, takeover):
    """Who writes for the group, against what the secretariat entered, until the last day for it, once."""
    open_until = takeover.objections_until
    in_time = takeover.is_waiting and takeover.objected_at is None and open_until is not None
    return in_time and timezone.localdate() <= open_until and is_writer(user, takeover.partner)


def can_answer(user, takeover):
    """The secretariat decides what the group objected to."""
    return takeover.is_undecided and can_name_for(user, takeover.partner)


def can_reopen(user, takeover):
    """The secretariat takes back what it decided, until somebody has accepted or another takeover was begun. One query at most."""
    decided = takeover.is_decided_on and takeover.blanked_at is None and can_name_for(user, takeover.partner)
    return decided and not takeover.partner.takeovers.filter(pk__gt=takeover.pk).exists()
