"""What somebody without an account is told of the own voice: that something moved, and an address that opens this one voice."""

from kyodo_portal.common.city import the_city
from kyodo_portal.common.guests import GuestDoor

DOOR = GuestDoor("projects.voices.guest", days=365, route="voice-guest")


def tell_guest(voice):
    """A mail to the proven address: that something moved, and where it is read. Neither the voice nor an answer stands in it."""
    if not voice.guest_mail:
        return
    city = the_city()
    lines = [
        f"{city['name']} {city['site']}でとどけた声（{voice.number}）に、動きがありました。",
        "次の画面で読めます。声を取り下げることも、見せるのをやめることも、そこからできます。",
    ]
    DOOR.write(voice, "とどけた声に、動きがありました", lines)
