"""What gunicorn serves for page_cache.py: the portal, which says on each answer whether it was kept; or a bare view of Django."""

import os
from importlib import import_module


def portal():
    from kyodo_portal.wsgi import application

    page_cache = import_module("kyodo_portal.pages.page_cache")  # models want their apps, which the line above loads
    give = page_cache.answer

    def marked(request, page):
        response = give(request, page)
        response["X-Kept"] = "1"
        return response

    page_cache.answer = marked
    return application


def bare():
    import django
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpResponse
    from django.urls import path

    settings.configure(
        SECRET_KEY="x", ALLOWED_HOSTS=["*"], ROOT_URLCONF=(path("", lambda request: HttpResponse("ok")),), MIDDLEWARE=[]
    )
    django.setup()
    return get_wsgi_application()


application = bare() if os.environ.get("BENCH_BARE") else portal()
