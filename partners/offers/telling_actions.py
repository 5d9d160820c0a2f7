"""What the city does with the offers of a body in its name is told the body: it can put right what it never meant."""

from kyodo_portal.common.own_words import own_words
from kyodo_portal.notices.later_actions import tell_later, unsay
from partners.directory.access import is_member, people_who_write

TEXT = own_words("市が代わりに行いました。違うところがあるときは、「できること・求めること」のページで直せます。")


def tell_shown(offer, *, by, done):
    """It is there, or there no more (done: 載せました, 終えました …). One press and the one that takes it back tell nobody.

    Five queries; none where the body's own people did it.
    """
    if not offer.is_open:
        unsay(_about(offer, "words"))
    _tell(offer, "shown", by, done, takes_back=True)


def tell_words(offer, *, by):
    """It reads otherwise. Several presses within the minutes of the undo are told once."""
    _tell(offer, "words", by, "直しました")


def _tell(offer, what, by, done, **more):
    if is_member(by, offer.partner):
        return
    tell_later(
        people_who_write(offer.partner), about=_about(offer, what), title=f"「{offer.title}」を、{offer.partner.name}の代わりに{done}",
        body=TEXT, url=offer.get_absolute_url(), by=by, **more,
    )  # fmt: skip


def _about(offer, what):
    return f"offer:{offer.pk}:{what}"
