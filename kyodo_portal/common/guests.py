"""Somebody without an account and the one row that is theirs: an address that opens it, and the mail that brings the address."""

from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac

from .city import the_city
from .upwards import queue_mail


class GuestDoor(NamedTuple):
    """How guests come to their rows of one kind: by an address that opens one row, only as long as that names the same mailbox.

    Addresses of pages stand in logs and histories: the word in this one is signed and names nobody.
    """

    salt: str
    days: int  # during which an address opens its row
    route: str  # name of the page that opens it, of one argument
    mail: str = "guest_mail"  # column of the row: the proven mail address

    def token_of(self, row):
        """What the address of this row holds."""
        return signing.dumps([row.pk, self._mark(getattr(row, self.mail), settings.SECRET_KEY)], salt=self.salt)

    def row_of(self, token, rows):
        """The one of `rows` (a QuerySet) that a token opens; None for a token that was changed, is too old, or of another mailbox."""
        try:
            pk, mark = signing.loads(token, salt=self.salt, max_age=self.days * 24 * 3600)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        row = rows.filter(pk=pk).first()
        mail = getattr(row, self.mail, "")
        keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)  # as the signature itself
        known = {mail, *(self._mark(mail, key) for key in keys)}  # mails that went out before hold the address itself
        return row if mail and mark in known else None

    def write(self, row, title, lines):
        """The mail to the row's address, waiting to be sent: these lines, the address that opens the row, who writes. One query; it is sealed."""
        city = the_city()
        words = [
            *lines,
            settings.KYODO_ORIGIN + reverse(self.route, args=[self.token_of(row)]),
            "",
            "このメールには返信できません。心あたりがないときは、消してください。",
            "--",
            f"{city['name']} {city['site']} {city['office']}" + (f" 電話 {city['phone']}" if city["phone"] else ""),
        ]
        return queue_mail(getattr(row, self.mail), title, "\n".join(words), secret=True)

    def _mark(self, mail, key):
        return salted_hmac(self.salt, mail.lower(), secret=key, algorithm="sha256").hexdigest()[:32]
