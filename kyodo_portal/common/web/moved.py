"""Where a page went whose matter was put together with another one."""

from django.http import HttpResponsePermanentRedirect


def moved_to(address):
    """301 to this address: search engines go there from now on. No browser keeps it: what was put together can be parted again, and
    whoever had been led on would be led on for ever."""
    answer = HttpResponsePermanentRedirect(address)
    answer["Cache-Control"] = "no-cache"
    return answer
