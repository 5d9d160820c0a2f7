"""Where the address of an entry leads that was merged into another one."""

from .models import Project


def merged_target(user, pk):
    """The Project into which the entry `pk` was merged, for whom it exists; None where it was not, or nobody may know.
    One query, two where it was merged.

    An entry that was never public says nothing of itself to who could not read it.
    """
    knew = Project.objects.filter(pk=pk, merged_into__isnull=False)
    if not user.is_authenticated:
        knew = knew.filter(public_before__isnull=False)
    into = knew.values_list("merged_into", flat=True).first()
    return Project.objects.visible_to(user).filter(pk=into).first() if into else None
