"""Errors as the caller sees them: one table from class to status, one shape for all."""

from __future__ import annotations

import traceback
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from assistant.errors import (
    AssistantError,
    ConversationNotFoundError,
    CuratedAnswerNotFoundError,
    DocumentNotFoundError,
    HelpdeskCaseNotFoundError,
    HelpdeskConflictError,
    InputError,
    ModelUnavailableError,
)
from assistant.portfolio.errors import FirmChangedError, FirmNotFoundError
from knowledge.errors import ClauseNotFoundError, KnowledgeError, StaleIndexError
from knowledge.reading.errors import FileTooLargeError, LegacyFileError, ReadingError, UnsupportedFileError
from prompts.errors import DocumentError, FontMissingError, PromptError, UnknownFormatError
from scoring.errors import FactError, RequestError, ScoringError, UnknownItemError, UnknownSchemeError

_log = structlog.get_logger("lvping.web")


class WebError(Exception):
    """Base of the errors of this layer: what is wrong with a request as such."""

    hint: str = "请检查请求后再试。"


class BrokenJsonError(WebError):
    """A body that cannot be read as JSON."""

    hint = "请提交 UTF-8 编码的 JSON，格式见 /openapi.json。"


class BodyTooLargeError(WebError):
    """A body above the limit."""

    hint = "请缩短文字，或分几次提交。"

    def __init__(self) -> None:
        super().__init__("请求体超过 1 MB，没有处理")


class BrokenUploadError(WebError):
    """A body that holds no uploaded file."""

    hint = "请用 multipart/form-data 上传一个文件，字段名为 file。"


class UploadTooLargeError(WebError):
    """An uploaded file above the limit."""

    hint = "请拆成几份，或去掉图片后另存，再分别上传。"

    def __init__(self, most: int) -> None:
        super().__init__(f"文件超过 {most / 2**20:g} MB，没有接收")


STATUS: dict[type[Exception], int] = {
    BrokenJsonError: 400,
    BodyTooLargeError: 413,
    BrokenUploadError: 400,
    UploadTooLargeError: 413,
    ReadingError: 422,
    FileTooLargeError: 413,
    UnsupportedFileError: 415,
    LegacyFileError: 415,
    DocumentNotFoundError: 404,
    UnknownSchemeError: 404,
    ClauseNotFoundError: 404,
    ConversationNotFoundError: 404,
    CuratedAnswerNotFoundError: 404,
    FirmNotFoundError: 404,
    FirmChangedError: 409,
    HelpdeskCaseNotFoundError: 404,
    HelpdeskConflictError: 409,
    UnknownItemError: 422,
    FactError: 422,
    RequestError: 422,
    InputError: 422,
    UnknownFormatError: 422,
    StaleIndexError: 503,
    ModelUnavailableError: 503,
    FontMissingError: 503,
    DocumentError: 503,
}
"""What a class of error means in HTTP; subclasses follow their nearest parent, anything else is a 500."""

_HTTP_SENTENCES = {
    404: ("NotFoundError", "没有这个地址", "请检查网址；接口列表见 /openapi.json。"),
    405: ("MethodNotAllowedError", "这个地址不支持这种请求方式", "请改用接口说明中的方式（GET 或 POST）。"),
}
_OTHER_SENTENCE = ("HttpError", "请求没有被接受", "请检查请求后再试。")
_FAULT = ("InternalError", "系统内部出错，这一步没有完成", "请稍后再试；仍然不行时请联系管理员查看日志。")


def error_response(status: int, error: str, detail: str, hint: str) -> JSONResponse:
    """The one shape of an error."""
    return JSONResponse({"error": error, "detail": detail, "hint": hint}, status_code=status)


def status_of(exc: Exception) -> int:
    """The status of an error's class or nearest listed parent."""
    return next((STATUS[cls] for cls in type(exc).__mro__ if cls in STATUS), 500)


def told_error(exc: Exception) -> dict[str, str]:
    """The body of an error that can no longer have a status, since the answer has begun."""
    if status_of(exc) == 500:
        _log.error("fault", why="".join(traceback.format_exception(exc)))
        return dict(zip(("error", "detail", "hint"), _FAULT, strict=True))
    detail = str(getattr(exc, "detail", "") or exc)
    return {"error": type(exc).__name__, "detail": detail, "hint": str(getattr(exc, "hint", WebError.hint))}


def add_error_handlers(app: FastAPI) -> None:
    """Every error of every route leaves in the one shape; pages get a page."""
    for family in (WebError, ScoringError, KnowledgeError, PromptError, AssistantError):
        app.add_exception_handler(family, _known)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _fault)


async def _known(request: Request, exc: Exception) -> Response:
    status = status_of(exc)
    if status == 500:
        return await _fault(request, exc)
    detail = str(getattr(exc, "detail", "") or exc)
    return _answer(request, status, type(exc).__name__, detail, str(getattr(exc, "hint", WebError.hint)))


async def _http(request: Request, exc: Exception) -> Response:
    assert isinstance(exc, HTTPException)
    response = _answer(request, exc.status_code, *_HTTP_SENTENCES.get(exc.status_code, _OTHER_SENTENCE))
    for name, value in (exc.headers or {}).items():
        response.headers[name] = value
    return response


async def _invalid(request: Request, exc: Exception) -> Response:
    assert isinstance(exc, RequestValidationError)
    names = "、".join(str(fault["loc"][-1]) for fault in exc.errors()) or "参数"
    return _answer(request, 422, "ParameterError", f"参数 {names} 的写法不对", "请按接口说明填写参数。")


async def _fault(request: Request, exc: Exception) -> Response:
    # NOTE: written out here, since a renderer's own tracebacks show local values: a firm's facts, a key.
    trace = "".join(traceback.format_exception(exc))
    _log.error("request_failed", path=request.url.path, method=request.method, trace=trace)
    return _answer(request, 500, *_FAULT)


def _answer(request: Request, status: int, error: str, detail: str, hint: str) -> Response:
    if request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
        return error_response(status, error, detail, hint)
    context: dict[str, Any] = {"status": status, "detail": detail, "hint": hint}
    page: Response = request.app.state.pages.TemplateResponse(request, "error.html", context, status)
    return page
