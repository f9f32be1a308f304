"""The pages of whoever marks: for one browser of this machine, which knows a token that nobody else does."""

import hmac
import re
import secrets
import urllib.parse
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from unity.grading.report.pages import rendered

__all__ = ["serve"]

HOST = "127.0.0.1"
MOST_BYTES = 2**17
ANSWER = re.compile(r"answer/(\d{1,6})")
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",  # without any, a browser does not say which page a form was sent by
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def serve(desk, port=0):
    """A server of a desk's pages, which `serve_forever` runs: (server, the address for the browser).

    It listens to this machine alone. What does not know the token of its address, comes by another name of this machine or
    is sent by another page is refused.
    """
    token = secrets.token_urlsafe(18)
    server = ThreadingHTTPServer((HOST, port), type("Pages", (Pages,), {"desk": desk, "token": token}))
    server.daemon_threads = True
    return server, f"http://{HOST}:{server.server_address[1]}/{token}/"


class Pages(BaseHTTPRequestHandler):
    """The list of all answers, and each answer with its form."""

    desk, token = None, ""
    timeout = 60  # seconds: a browser may open a connection and say nothing

    def log_message(self, *_):
        """Nothing is told on the terminal: the token stands in every path."""

    def _path(self):
        """What is asked for; None for whoever may not ask."""
        token, _, path = urllib.parse.urlsplit(self.path).path.removeprefix("/").partition("/")
        known = {f"{name}:{self.server.server_address[1]}" for name in (HOST, "localhost")}
        own = self.headers.get("Origin") in (None, f"http://{self.headers.get('Host')}")
        good = hmac.compare_digest(token.encode(), self.token.encode()) and self.headers.get("Host") in known and own
        return path if good else None

    def _number(self, path):
        found = ANSWER.fullmatch(path or "")
        return int(found[1]) if found and int(found[1]) < len(self.desk.answers) else None

    def do_GET(self):
        path = self._path()
        if path == "":
            self._send(rendered("desk.html", desk=self.desk, number=None))
        elif (number := self._number(path)) is not None:
            self._send(self._answer(number))
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def do_POST(self):
        number = self._number(self._path())
        length = self.headers.get("Content-Length", "")
        if number is None or not length.isdecimal() or int(length) > MOST_BYTES:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        form = urllib.parse.parse_qs(self.rfile.read(int(length)).decode("utf-8", "replace"), keep_blank_values=True)
        points, comment = (form.get(name, [""])[0] for name in ("points", "comment"))
        chosen = [int(place) for place in form.get("chosen", ()) if place.isdecimal()]
        try:
            self.desk.mark(number, points, comment, chosen)
        except ValueError as error:
            self._send(self._answer(number, str(error), (points, comment, chosen)), HTTPStatus.BAD_REQUEST)
            return
        place = self.desk.next(number)
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Location", f"/{self.token}/" + ("" if place is None else f"answer/{place}"))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _answer(self, number, error="", typed=None):
        answer = self.desk.answers[number]
        own, cells = self.desk.work(number)
        mark = self.desk.marks.get(answer.key, {})
        given = mark.get("points")
        says = [item["says"] for item in answer.rubric]
        chosen = [place for place, sentence in enumerate(says) if sentence in mark.get("chosen", ())]
        points, comment, chosen = typed or ("" if given is None else f"{given:g}", mark.get("comment", ""), chosen)
        return rendered(
            "marking.html", desk=self.desk, number=number, answer=answer, own=own, cells=cells,
            points=points, comment=comment, chosen=chosen, error=error,
        )  # fmt: skip

    def _send(self, page, status=HTTPStatus.OK):
        content = page.encode()
        self.send_response(status)
        for name, value in (HEADERS | {"Content-Length": str(len(content))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
