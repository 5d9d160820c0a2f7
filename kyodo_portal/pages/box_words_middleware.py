"""The words of a page's boxes go along with its form (`common/forms/box_words.py`)."""

from kyodo_portal.common.forms.box_words import with_box_words


def box_words(get_response):
    """Stands inside of what puts readings above words: they are given back as they were written. No queries."""

    def middleware(request):
        response = get_response(request)
        if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            page = response.content.decode(response.charset)
            if (filled := with_box_words(page)) is not page:
                response.content = filled
        return response

    return middleware
