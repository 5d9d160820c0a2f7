"""The WSGI entry that gunicorn loads."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kyodo_portal.settings")
application = get_wsgi_application()
# Views, admin and the frame of every page are read before a worker takes visitors: the first of them would wait for it.
reverse("home")
get_template("base.html")
# All that was read stays until the worker ends. To look through it for rubbish takes 120 ms, in which every thread waits.
gc.collect()
gc.freeze()
