"""A body that is too large: what of it can be read is kept for the answer, which gives the words back and names the files.

Words are read far beyond what is taken, so that the refusal has them all; of what is larger still it has the beginning.
"""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import QueryDict
from django.http.multipartparser import MultiPartParser
from django.utils.datastructures import MultiValueDict

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


# Bytes of all words of one form that are taken. The largest form, a proposal, holds a tenth of it.
MOST_OF_WORDS = 5 * 1024 * 1024


def read_post(request):
    """request.POST; where it is too large TOO_LARGE is raised, and request.POST then holds what had been read by then."""
    posted = _read(request)
    if sum(len(value.encode(errors="replace")) for _, values in posted.lists() for value in values) > MOST_OF_WORDS:
        raise RequestDataTooBig
    return posted


def _read(request):
    read = []

    def parse_file_upload(meta, data):
        read.append(MultiPartParser(meta, data, request.upload_handlers, request.encoding))
        return read[0].parse()

    request.parse_file_upload = parse_file_upload
    try:
        return request.POST
    except TOO_LARGE:
        # Django forgets it all; its parsers know what they had come to.
        request._post = read[0]._post if read else _beginning(request)
        request._files = MultiValueDict()
        raise


def _beginning(request):
    """The first boxes of an urlencoded body, as far as we read one at all; the last of them may be cut off."""
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    raw = request._body if hasattr(request, "_body") else request.read(most)
    pairs = raw[:most].split(b"&", settings.DATA_UPLOAD_MAX_NUMBER_FIELDS)[: settings.DATA_UPLOAD_MAX_NUMBER_FIELDS]
    return QueryDict(b"&".join(pairs), encoding="utf-8")
