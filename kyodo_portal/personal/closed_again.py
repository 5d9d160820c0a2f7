"""After a restore: accounts that were closed since the backup was made are found and closed again (`prepare`, `verify`)."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.accounts.models import User

from .closed_list import remember, remembered
from .erasing_actions import close_account
from .models import Closing


def reopened():
    """[(User, moment)] of accounts that were closed and of whose closing this database knows nothing: it is older than that.

    A user who joined after the closing has only the same number. Two queries.
    """
    listed = remembered()
    known = set(Closing.objects.filter(user__in=listed).values_list("user_id", flat=True))
    users = User.objects.filter(pk__in=listed.keys() - known).order_by("pk")
    return [(user, listed[user.pk]) for user in users if user.date_joined <= listed[user.pk]]


def close_again():
    """After a restore: close what was closed before, and write down what the file has missed.

    Yields (whether it was done, sentence) for each account; it is not where somebody has to be found for a part first.
    """
    for user, moment in reopened():
        when = f"利用者 {user.pk}（{timezone.localtime(moment):%Y-%m-%d %H:%M} に退会）"
        try:
            close_account(user=user, by=user, again=True)
        except ValidationError as error:
            yield False, f"{when}を、もう一度退会させられませんでした。{' '.join(error.messages)}"
        else:
            yield True, f"バックアップのあとに退会していた{when}を、もう一度退会させました。"
    missed = Closing.objects.filter(user__is_active=False).exclude(user__in=remembered()).values_list("user_id", "closed_at")
    if missed:
        remember(missed)


def open_again():
    """For `verify`: a line for each account that was closed and is open."""
    for user, moment in reopened():
        yield f"利用者 {user.pk} は {timezone.localtime(moment):%Y-%m-%d %H:%M} に退会しましたが、いまのデータでは退会していません"
