"""Who stands where in a collaboration. The docstring is the rule."""

from partners.directory.access import accompanied_by, partners_of, people_of

from .models import Participation

Side = Participation.Side


def side_of(user, project):
    """On which side of the collaboration the user stands: "group", "city" or None."""
    mine = partners_of(user)
    sides = {row.side for row in project.participations.all() if row.partner_id in mine}
    if Side.GROUP in sides:  # whoever belongs to both stands with the group and does not decide for the city
        return Side.GROUP
    return Side.CITY if Side.CITY in sides else None


def accompanies(user, project):
    """Is a coordinator assigned today to a partner of the project's group side."""
    theirs = accompanied_by(user)
    return any(row.partner_id in theirs for row in project.participations.all() if row.side == Side.GROUP)


def people_of_side(project, side, *, part=None):
    """[User] of the bodies on one side today, the lead's first; part: only those in this part. One query for each body."""
    rows = project.participations.filter(side=side).select_related("partner").order_by("-is_lead", "pk")
    return list({user.pk: user for row in rows for user in people_of(row.partner, part=part)}.values())


def parties_of_entry(project):
    """The party words of all who take part. One query."""
    return [f"p{partner}" for partner in project.participations.values_list("partner", flat=True)]
