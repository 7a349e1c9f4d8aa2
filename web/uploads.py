"""One uploaded file on disk for as long as a request needs it; larger ones are refused before they are received."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from web.errors import BrokenUploadError, UploadTooLargeError

_AROUND = 64 * 1024
"""Bytes of a multipart body beside the file."""
_CHUNK = 1 << 20
FIELD = "file"


@asynccontextmanager
async def uploaded(request: Request, most: int) -> AsyncIterator[tuple[Path, str]]:
    """Path and given name of the one file of a multipart request; both are gone afterwards.

    Args:
        request: whose body was not read yet.
        most: bytes that the file may have.

    Raises:
        UploadTooLargeError: more bytes than allowed, told before all are read.
        BrokenUploadError: no multipart body with one file in the field `file`.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:15]) > most + _AROUND:
        raise UploadTooLargeError(most)
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise BrokenUploadError("请求体不是 multipart/form-data")
    parser = MultiPartParser(request.headers, _counted(request, most), max_files=1, max_fields=4)
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError) as exc:
        raise BrokenUploadError("上传的内容不完整，或不止一个文件") from exc
    try:
        with tempfile.TemporaryDirectory(prefix="lvping-upload-") as folder:
            # The name given is only ever shown; the file on disk has one of ours.
            path = Path(folder, "upload")
            file = _file_of(form)
            size = 0
            with path.open("wb") as target:
                while chunk := await file.read(_CHUNK):
                    size += len(chunk)
                    target.write(chunk)
            if size > most:
                raise UploadTooLargeError(most)
            yield path, file.filename or ""
    finally:
        await form.close()


def _file_of(form: FormData) -> UploadFile:
    file = form.get(FIELD)
    if not isinstance(file, UploadFile):
        raise BrokenUploadError(f"没有收到文件；文件要放在字段 {FIELD} 里")
    return file


async def _counted(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
        if received > most + _AROUND:
            raise UploadTooLargeError(most)
        yield chunk
