"""GET, HEAD and POST reach the portal. What else HTTP knows is answered here, the same at every address."""

from django.http import HttpResponse, HttpResponseNotAllowed

KNOWN = ["GET", "HEAD", "POST"]


def methods(get_response):
    """OPTIONS says what may be asked; TRACE and all others are refused: a page would take them for GET. HEAD gets no body."""

    def middleware(request):
        if request.method == "HEAD":
            return without_body(get_response(request))
        if request.method in KNOWN:
            return get_response(request)
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": ", ".join([*KNOWN, "OPTIONS"])})
        return HttpResponseNotAllowed([*KNOWN, "OPTIONS"])

    return middleware


def without_body(response):
    """The headers of an answer, its length included. The server would throw the body away, and log a warning each time."""
    if response.streaming:
        response.streaming_content = []
    else:
        response.content = b""
    return response
