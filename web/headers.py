"""Headers that every response carries, and a guard against other sites writing through a visitor's browser."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.errors import error_response

_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_ALWAYS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SafeHeaders:
    """Adds the headers; refuses a write that a browser sends on behalf of another site."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse in the same shape as every error."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", _cache_rule(scope["path"]))
            await send(message)

        if _from_another_site(scope):
            refusal = error_response(
                403, "CrossSiteRequestError", "这个请求来自别的网站，没有执行", "请在本系统的页面里操作。"
            )
            await refusal(scope, receive, send_with_headers)
            return
        await self._app(scope, receive, send_with_headers)


def _cache_rule(path: str) -> str:
    # Talks are a firm's own business: nothing of them stays in a shared computer's cache.
    return "no-cache" if path.startswith("/static/") else "no-store"


def _from_another_site(scope: Scope) -> bool:
    return scope["method"] not in _SAFE_METHODS and Headers(scope=scope).get("sec-fetch-site") == "cross-site"
