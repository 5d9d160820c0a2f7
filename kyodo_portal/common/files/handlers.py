"""Uploads on their way: a folder that takes nothing must not take the rest of the form with it."""

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler

LOST = "kyodo_upload_lost"  # set on the request when a file could not be kept on its way
TOO_BIG = "kyodo_upload_too_big"  # set on the request: the names of files that were too large together
# Bytes of all files of one form. The largest file that a form takes is a guideline's (20 MB); nginx lets more through (deploy/nginx),
# so that whoever sends too much reads our page and keeps the words.
MOST_OF_FILES = 25 * 1024 * 1024


class SizeLimitHandler(FileUploadHandler):
    """Stands first: of files that are too large together nothing is kept, and the request says which; the words are read all the same."""

    def __init__(self, request=None):
        super().__init__(request)
        self.taken = 0

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        if self.taken > MOST_OF_FILES:
            self._refuse()

    def receive_data_chunk(self, raw_data, start):
        self.taken += len(raw_data)
        if self.taken > MOST_OF_FILES:
            self._refuse()
        return raw_data

    def file_complete(self, file_size):
        return None

    def _refuse(self):
        names = self.request.__dict__.setdefault(TOO_BIG, [])
        names.append(self.file_name)
        raise SkipFile


class TemporaryFileHandler(TemporaryFileUploadHandler):
    """Django's handler. Where the disk is full or away, the file is left out and the request says so: the words of the form are read
    all the same, and the answer (503) gives them back. Nothing half-written stays.
    """

    def new_file(self, *args, **kwargs):
        try:
            super().new_file(*args, **kwargs)
        except OSError:
            self._lose()

    def receive_data_chunk(self, raw_data, start):
        try:
            return super().receive_data_chunk(raw_data, start)
        except OSError:
            self._lose()

    def file_complete(self, file_size):
        try:
            return super().file_complete(file_size)
        except OSError:
            return self._lose(skip=False)

    def _lose(self, *, skip=True):
        setattr(self.request, LOST, True)
        if isinstance(getattr(self, "file", None), TemporaryUploadedFile):
            try:
                self.file.close()
            except OSError:  # closing writes what was buffered
                pass
            del self.file  # Django closes what it finds here
        if skip:
            raise SkipFile
