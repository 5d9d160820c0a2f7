"""Who may look at what was sent, and read the sample city's mailbox."""

from ipaddress import ip_address

from django.conf import settings

from kyodo_portal.common.upwards import is_secretariat


def can_list_mails(user):
    """The secretariat and the system administrator may see to whom which mail went and what failed, never what it said."""
    return is_secretariat(user)


def can_read_sample_mails(request):
    """Anybody on the machine itself, and only in the sample city: there are real codes in these mails."""
    if not settings.KYODO_SAMPLE or "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
