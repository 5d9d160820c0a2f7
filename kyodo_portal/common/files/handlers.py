"""Uploads on their way: a folder that takes nothing must not take the rest of the form with it."""

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

LOST = "kyodo_upload_lost"  # set on the request when a file could not be kept on its way


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
