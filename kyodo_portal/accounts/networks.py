"""Where a visitor's address lies, and which lists of networks (CIDR) are so wide that everybody lies in them."""

import ipaddress

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied

# Wider than this is no office: a whole provider, or the world. Private networks may be as wide as they are.
WIDEST = {4: 16, 6: 32}
PRIVATE = [ipaddress.ip_network(net) for net in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fc00::/7")]
MAPPED = ipaddress.ip_network("::ffff:0:0/96")  # IPv4 written as IPv6


def line_of(said):
    """An address as it is counted and marked: of IPv6 the network of 64 bits that one line is given; other words as they are."""
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return said
    address = getattr(address, "ipv4_mapped", None) or address
    return str(address if address.version == 4 else ipaddress.ip_network((address, 64), strict=False))


def in_networks(request, networks):
    """True if the visitor's address lies in one of the networks. The proxies before us are counted by KYODO_PROXY_COUNT.

    False for everybody where one stands there that was not counted: every visitor would have the proxy's own address, an inner one.
    """
    if not networks or (not settings.KYODO_PROXY_COUNT and "X-Forwarded-For" in request.headers):
        return False
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except (ValueError, PermissionDenied, ImproperlyConfigured):
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in net for net in map(parsed, networks) if net)


def not_networks(networks):
    """The words of the list that are no network."""
    return [word for word in networks if parsed(word) is None]


def too_wide(networks):
    """The networks that hold more than an office, also where several neighbours do so together."""
    found = []
    nets = [net for net in map(parsed, networks) if net]
    for version in (4, 6):
        for net in ipaddress.collapse_addresses(net for net in nets if net.version == version):
            private = any(net.version == other.version and net.subnet_of(other) for other in PRIVATE)
            if net.prefixlen < WIDEST[version] and not private:
                found.append(str(net))
    return found


def parsed(word):
    """The network, IPv4 in its own form; None for what is none."""
    try:
        net = ipaddress.ip_network(word)
    except ValueError:
        return None
    if net.version == 6 and net.subnet_of(MAPPED):
        return ipaddress.ip_network((int(net.network_address) & 0xFFFFFFFF, net.prefixlen - 96))
    return net
