"""The sample's photographs: drawings of our own, marked 見本, put up by the groups as anybody's are."""

import uuid

from django.conf import settings

from kyodo_portal.common.files.uploads import Accepted
from kyodo_portal.process.models import Photo
from kyodo_portal.process.photo_actions import add_photo
from kyodo_portal.process.photo_places import photo_place
from partners.models import Event
from projects.models import Project, Update

from .clock import at, days_ago
from .groups import data

FOLDER = settings.BASE_DIR / "fixtures" / "sample" / "photos"
# (entry of ledger.json, file, what is on it)
ENTRIES = (
    ("snow_watch", "snow", "雪の積もった家の前で、スコップを持った2人と、手をふる人"),
    ("mizube_clean", "river", "川の岸で、ごみを拾う3人"),
    ("terakoya_room", "study", "机を囲んで、本を開く4人"),
    ("kids_table", "meal", "なべと茶わんを囲む5人"),
    ("bosai_kitchen", "bosai", "台所の机で、非常食を作る人たち"),
    ("smartphone", "snow-talk", "机を囲んで話し合う3人"),
    ("bus_lesson", "bus", "停留所に止まったバスと、待つ人"),
    ("flower", "flower", "建物の前の花だんに、水をやる人たち"),
    ("hanabi_gomi", "festival", "花火の夜に、ごみ袋を持って歩く4人"),
    ("satoyama_path", "path", "山の道で、草を刈り、道しるべを立てる3人"),
)
GROUPS = (("yukiakari", "snow"), ("mizube", "river"), ("terakoya", "study"), ("hanaippai", "flower"))
# (title of an event, place, file, what is on it)
EVENTS = (
    ("雪おろしの安全講習", "event", "snow", "雪の積もった家の前で、スコップを持った2人"),
    ("en とーく 岩沢のバスのこと", "event-day", "snow-talk", "机を囲んで、バスのことを話し合う3人"),
)
ACTIVITIES = (("snow_watch", ("snow-talk", "snow")),)


def settle(cast):
    """Photographs of the entries, of some groups and of one activity."""
    leads = {row["key"]: (row["title"], row["partners"][0], row["department"]) for row in data("ledger")}
    with at(days_ago(15)):
        for key, file, alt in ENTRIES:
            title, group, department = leads[key]
            project = Project.objects.get(title__startswith=title)
            _put("project", project, file, cast.get(f"{group}_leader") or cast[f"{department}_staff"], alt=alt)
        for group, file in GROUPS:
            _put("partner", cast[group], file, cast[f"{group}_leader"], alt="", is_decoration=True)
        for key, files in ACTIVITIES:
            title, group, _ = leads[key]
            update = Update.objects.filter(cycle__project__title__startswith=title, side="group").first()
            for file in files if update else ():
                _put(
                    "update",
                    update,
                    file,
                    cast[f"{group}_leader"],
                    alt="集会所で話し合う3人" if file == "snow-talk" else "雪かきをする2人",
                )


def settle_events(cast):
    """The photograph at the head of one event, and one of the day on which another was held."""
    with at(days_ago(1)):
        for title, place, file, alt in EVENTS:
            event = Event.objects.get(title=title)
            _put(place, event, file, cast["yukiakari_leader"] if place == "event" else cast["jimukyoku"], alt=alt)


def _put(place, row, file, by, **said):
    accepted = Accepted(f"{file}.webp", "image/webp", (FOLDER / f"{file}.webp").read_bytes())
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"sample:photo:{place}:{row.pk}:{file}")
    values = {"people": Photo.People.NOBODY, "is_sample": True, "accepted": accepted, "form_key": key}
    add_photo(photo_place(place), row.pk, by=by, **values, **said)
