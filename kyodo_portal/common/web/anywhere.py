"""What pages of other sites may read: feeds and open data, which are the same for everybody."""

from functools import wraps


def anywhere(view):
    """A view whose answer scripts of every site may read. Never one that shows more to whoever is signed in: see `open_to_scripts`."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        return open_to_scripts(view(request, *args, **kwargs))

    return wrapped


def open_to_scripts(response):
    """The same answer for scripts of every site. With `*` a browser hands over nothing that it asked for with cookies."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
