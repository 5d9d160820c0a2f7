"""Who is meant by an address that somebody typed behind a command of the server."""

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from kyodo_portal.common.forms.mail import clean_mail

from .models import User


def user_of(email):
    """The User of this address, read as every door reads addresses. CommandError, in one sentence, where it is none or nobody's."""
    try:
        user = User.objects.filter(email=clean_mail(email, sure=True), is_active=True).first()
    except ValidationError as error:
        raise CommandError(error.messages[0]) from error
    if user is None:
        raise CommandError("このメールアドレスの利用者はいません。")
    return user
