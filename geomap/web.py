"""A page from the web, within limits of time, size and redirects."""

import re
import time

from geomap.errors import ReportError

LARGEST_DOWNLOAD_BYTES = 10_000_000
DOWNLOAD_SECONDS = 20.0
CONNECT_SECONDS = 5.0
REDIRECTS = 5


def fetch(url: str) -> tuple[bytes, str, str]:
    """The body, media type and encoding of a page.

    Raises:
        ReportError: the address can't be reached, answers with an error, is slow or large beyond the limits, or is no text.
    """
    import urllib3

    timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=DOWNLOAD_SECONDS)
    retries = urllib3.Retry(total=REDIRECTS, connect=0, read=0, redirect=REDIRECTS, status=0, other=0)
    deadline = time.monotonic() + DOWNLOAD_SECONDS
    save = "save the page and give its file instead"
    try:
        with (
            urllib3.PoolManager(timeout=timeout, retries=retries) as pool,
            pool.request(
                "GET",
                url,
                preload_content=False,
                headers={
                    "User-Agent": "geomap",
                    "Accept": "text/html,text/plain;q=0.9",
                    "Accept-Encoding": "gzip, deflate",
                },
            ) as answer,
        ):
            if answer.status != 200:
                raise ReportError(f"{url}: the server answered {answer.status} {answer.reason or ''}".rstrip(), save)
            kind, _, rest = answer.headers.get("Content-Type", "text/html").partition(";")
            if kind.strip().lower() not in ("text/html", "application/xhtml+xml", "text/plain"):
                raise ReportError(f"{url}: {kind.strip()}, not a page of text", save)
            body = bytearray()
            while chunk := answer.read1(65_536, decode_content=True):
                body += chunk
                if len(body) > LARGEST_DOWNLOAD_BYTES:
                    raise ReportError(f"{url}: larger than {LARGEST_DOWNLOAD_BYTES // 1_000_000} MB", save)
                if time.monotonic() > deadline:
                    raise ReportError(f"{url}: not complete after {DOWNLOAD_SECONDS:g} s", save)
            named = re.search(r"charset=[\"']?([\w-]+)", rest, re.IGNORECASE)
            return bytes(body), kind.strip().lower(), named.group(1) if named else ""
    except urllib3.exceptions.MaxRetryError as error:
        cause = error.reason
        if isinstance(cause, urllib3.exceptions.ResponseError):
            raise ReportError(f"{url}: more than {REDIRECTS} redirects", save) from None
        refused = isinstance(cause, urllib3.exceptions.NewConnectionError)
        slow = isinstance(cause, urllib3.exceptions.TimeoutError) and not refused
        raise ReportError(f"{url}: {'no answer in time' if slow else 'cannot be reached'}", save) from None
    except (urllib3.exceptions.TimeoutError, TimeoutError):
        raise ReportError(f"{url}: not complete after {DOWNLOAD_SECONDS:g} s", save) from None
    except (urllib3.exceptions.HTTPError, OSError, ValueError):
        raise ReportError(f"{url}: the connection broke or the address is wrong", save) from None
