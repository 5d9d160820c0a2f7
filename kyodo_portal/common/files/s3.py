"""A store that all machines share and that speaks S3 (KYODO_FILES_URL; the libraries of requirements/nodes.txt).

The bucket is private: no address of it is ever given out, every file goes through a view that asks for the right to read.
"""

import time
from contextlib import contextmanager

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile
from storages.backends.s3 import S3Storage

from .stores import A_DAY, StoreAway, is_listed

# Short, for a page waits; path style and no checksums beyond what is asked for, because not every store is Amazon's.
LINE = {
    "connect_timeout": 3,
    "read_timeout": 10,
    "retries": {"max_attempts": 2, "mode": "standard"},
    "signature_version": "s3v4",
    "s3": {"addressing_style": "path"},
    "request_checksum_calculation": "when_required",
    "response_checksum_validation": "when_required",
}
# For what nobody waits for on a page: back-ups.
PATIENT = {"connect_timeout": 10, "read_timeout": 60, "retries": {"max_attempts": 5, "mode": "standard"}}
# A large file goes in parts that are read from the disk one after another: the memory stays the same, and what breaks off is sent again.
PARTS = TransferConfig(multipart_threshold=16 * 1024 * 1024, multipart_chunksize=16 * 1024 * 1024, use_threads=False)
GONE = 404


@contextmanager
def answered(name):
    """What the store says, as stores.py promises it."""
    try:
        yield
    except ClientError as error:
        if name and error.response["ResponseMetadata"].get("HTTPStatusCode") == GONE:
            raise FileNotFoundError(name) from error
        raise StoreAway(str(error)) from error
    except (BotoCoreError, Boto3Error) as error:
        raise StoreAway(str(error)) from error


class S3Store(S3Storage):
    is_shared = True

    def __init__(self, *, is_patient=False, **options):
        super().__init__(
            **options,
            client_config=Config(**LINE | (PATIENT if is_patient else {})),
            default_acl=None,
            file_overwrite=True,  # names are random; the portal's own mark is written over
            max_memory_size=1024 * 1024,
        )

    def put(self, name, content):
        """Write bytes under a name: there as a whole or not at all."""
        with answered(""):
            super().save(name, ContentFile(content))

    def send(self, path, name):
        """Write a file of this machine under a name, in parts: there as a whole or not at all."""
        with answered(""):
            self.bucket.upload_file(str(path), self._key(name), Config=PARTS)

    def fetch(self, name, path):
        """Write what lies under a name into a file of this machine, in parts."""
        with answered(name):
            self.bucket.download_file(self._key(name), str(path), Config=PARTS)

    def forget_halves(self, folder):
        """Give up what killed runs of `send` have left under a folder: parts that nobody sees and that are paid for."""
        with answered(""):
            for half in self.bucket.multipart_uploads.filter(Prefix=self._key(f"{folder}/")):
                if half.initiated.timestamp() < time.time() - A_DAY:
                    half.abort()

    def move(self, name, target):
        """Give a file another name, by a copy: who is stopped between the two finds it under both, and none is lost."""
        with answered(name):
            source, copy = self.bucket.Object(self._key(name)), self.bucket.Object(self._key(target))
            copy.copy_from(CopySource={"Bucket": self.bucket_name, "Key": source.key})
            self.delete(name)

    def listing(self, folder=""):
        """{name under the folder: when it was written, as seconds since 1970}. One question for each thousand."""
        beginning = self._key(f"{folder}/" if folder else "")
        with answered(""):
            found = {
                item.key.removeprefix(beginning): item.last_modified for item in self.bucket.objects.filter(Prefix=beginning)
            }
        return {name: moment.timestamp() for name, moment in found.items() if is_listed(name)}

    def opened(self, name):
        """The file, open for reading: as a whole on this machine, so that nothing can break off on the way to the visitor."""
        with answered(name):
            return self.open(name).file

    def exists(self, name):
        try:
            with answered(name):
                self.bucket.Object(self._key(name)).load()
        except FileNotFoundError:
            return False
        return True

    def delete(self, name):
        with answered(""):
            super().delete(name)

    def get_modified_time(self, name):
        with answered(name):
            return super().get_modified_time(name)

    def _key(self, name):
        return f"{self.location.strip('/')}/{name}".lstrip("/")
