"""What a guest of the portal is told: that there is an answer, and an address that opens this one thread."""

from kyodo_portal.common.city import the_city
from kyodo_portal.common.guests import GuestDoor

DOOR = GuestDoor("partners.requests.guest", days=180, route="request-guest")


def note_opened(request):
    """The guest has opened the thread: of what comes next a mail tells again. One query where one was told."""
    if request.guest_told:
        type(request).objects.filter(pk=request.pk).update(guest_told=False)


def tell_guest(request):
    """A mail to the proven address, once until its thread is opened: that something is there, and where. Two queries at most."""
    if not request.guest_mail or request.guest_told:
        return
    request.guest_told = True
    request.save(update_fields=["guest_told"])
    city = the_city()
    lines = [
        f"{city['name']} {city['site']}で送った手紙に、動きがありました。",
        "次の画面で読めます。続きも、そこから書けます。",
    ]
    DOOR.write(request, "送った手紙に、動きがありました", lines)
