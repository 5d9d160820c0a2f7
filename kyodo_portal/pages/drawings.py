"""What the city's colours make of a file: the portal's drawings (/drawings/<digest>/<name>.svg) and the sheet of its hue
(/colours/<digest>/<hue>.css). Files of static/ could not know them.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from kyodo_portal.common.city import the_city
from kyodo_portal.common.drawing import palette, pictures
from kyodo_portal.common.files.storage import RUNS_NOTHING

FOR_EVER = "public, max-age=31536000, immutable"
SHORTLY = "public, max-age=300"  # a page of an earlier version asks for a digest that is gone


@login_not_required
@require_safe
@gzip_page  # a drawing is words: a fifth of its weight is left
def drawing(request, digest, name):
    """One drawing; what the address of its content names may be kept for ever. 404 for a name that is none."""
    if name not in pictures.names():
        raise Http404
    found = pictures.drawing(name, the_city()["hue"])
    kept = FOR_EVER if digest == found.digest else SHORTLY
    headers = {"Cache-Control": kept, "Content-Security-Policy": RUNS_NOTHING}
    return HttpResponse(found.svg, content_type="image/svg+xml; charset=utf-8", headers=headers)


@login_not_required
@require_safe
def colours(request, digest, hue):
    """The sheet of any hue of 0 to 359, the city's and every other: whoever chooses one looks at it first. 404 for another number."""
    if hue >= palette.HUES:
        raise Http404
    found = palette.sheet(hue)
    kept = FOR_EVER if digest == found.digest else SHORTLY
    return HttpResponse(found.css, content_type="text/css; charset=utf-8", headers={"Cache-Control": kept})
