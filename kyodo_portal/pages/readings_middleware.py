"""Readings above the kanji of the pages that offer them, for who asked for them."""

from kyodo_portal.common.japanese.readings import page_with_readings
from kyodo_portal.common.web.reading_preference import choice_of

from .plain_texts import WITH_READINGS, name_of


def readings(get_response):
    """Stands inside of the page cache, whose key knows how somebody reads."""

    def middleware(request):
        response = get_response(request)
        if (
            response.status_code == 200
            and not response.streaming
            and choice_of(request).shows_ruby
            and name_of(request) in WITH_READINGS
            and response.get("Content-Type", "").startswith("text/html")
        ):
            response.content = page_with_readings(response.content.decode(response.charset))
        return response

    return middleware
