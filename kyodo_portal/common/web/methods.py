"""GET, HEAD and POST reach the portal. What else HTTP knows is answered here, the same at every address."""

from django.http import HttpResponse, HttpResponseNotAllowed

KNOWN = ["GET", "HEAD", "POST"]


def methods(get_response):
    """OPTIONS says what may be asked; TRACE and all others are refused: a page would take them for GET."""

    def middleware(request):
        if request.method in KNOWN:
            return get_response(request)
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": ", ".join([*KNOWN, "OPTIONS"])})
        return HttpResponseNotAllowed([*KNOWN, "OPTIONS"])

    return middleware
