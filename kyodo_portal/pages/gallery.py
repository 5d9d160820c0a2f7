"""/gallery/: every component with its variants, for whoever writes a template. It exists in development only."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kyodo_portal.common.drawing import pictures
from kyodo_portal.common.drawing.icons import ICONS
from kyodo_portal.common.text.difference import differences

from . import gallery_samples as samples


@login_not_required
@require_safe
def gallery(request):
    """Made-up words only: nobody's data. 404 unless DEBUG is on, which a real site refuses (`manage.py check --deploy`)."""
    if not settings.DEBUG:
        raise Http404
    context = {
        "chip_tones": samples.CHIP_TONES,
        "compared_rows": samples.COMPARED,
        "pieces": differences(*samples.TEXTS),
        "entry_tones": ("", "b", "o", "p"),
        "days": [(date.today() + timedelta(days=3), "企画の募集"), (date.today() + timedelta(days=40), "意見の募集")],
        "empty_labels": ["ファクス", "ホームページ"],
        "drawings": sorted(pictures.names()),
        "faces": samples.FACES,
        "filter": samples.SampleList(request),
        "icons": sorted(ICONS),
        "long_ago": date.today() - timedelta(days=3),
        "messages_shown": samples.MESSAGES,
        "letters": samples.LETTERS,
        "partners": [samples.PARTNER, samples.STALE],
        "one_year": [3],
        "bars": samples.BARS,
        "cards": samples.cards_shown(),
        "points_rows": samples.POINTS,
        "counts": samples.COUNTS,
        "legend": samples.LEGEND,
        "parts_of_years": samples.PARTS_OF_YEARS,
        "year_rows": samples.YEAR_ROWS,
        "rings": samples.RINGS,
        "photos": samples.pictures_shown(),
        "phases": ("", "plan", "do", "check", "act", "ended"),
        "step_items": samples.STEPS,
        "turns": samples.TURNS,
        "track": samples.TRACK,
        "said": samples.SAID,
        "years": [3, 9, 16],
        "words": ("雪かき", "雪", "町内会"),
        "texts": {"plan": "めざすことを決めます。", "do": "決めた役割で動きます。"},
    }
    return render(request, "pages/gallery.html", context)
