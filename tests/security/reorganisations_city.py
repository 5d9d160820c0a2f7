"""tanto's office goes into another one: what the secretariat lays out, and what has moved of another 改組."""

import uuid

from kyodo_portal.process.actions import take_step
from kyodo_portal.process.edits import etag_of
from partners.models import Membership, PartnerName
from projects.reorganisations.actions import add_lines, add_name, choose_people, make_reorganisation, people_on, written_on
from tests import build


def lay_out(who, samples):
    by, other = who.jimukyoku, build.office("department", "商工観光課")[0]
    made = make_reorganisation(by=by, form_key=uuid.uuid4(), title="4月の改組", on=build.days(20))
    add_lines(made, by=by, etag=etag_of(written_on(made)), former=who.office, successor=other)
    third = build.office("department", "土木課")[0]
    samples["projects.RenamedOffice"] = add_name(made, by=by, etag=etag_of(written_on(made)), office=third, name="道路課")
    person = build.user("見本 異動")
    build.join(person, who.office)
    place = Membership.objects.get(user=person)
    choose_people(made, by=by, etag=etag_of(people_on(made)), goes={place.pk: other.pk})
    take_step(made, "announce", by=by, version=0)
    samples["projects.Reorganisation"] = made
    samples["projects.ReorganisationChange"] = made.changes.get()
    samples["projects.ReorganisationLine"] = made.lines.get()
    samples["projects.ReorganisationPlace"] = made.places.get()
    former, old = build.office("department", "農林課")[0], build.cycle(who.group, other, by, title="動いた1件", published=False)
    moved = made.matters.create(project=old.project, former=former, successor=other, left_at=0)
    samples["projects.MovedMatter"] = moved
    samples["partners.PartnerName"] = PartnerName.objects.create(partner=other, name="商工課", until=build.days(-9))
    return ["/staff/reorganisations/", made.get_absolute_url(), f"{other.get_absolute_url()}"]
