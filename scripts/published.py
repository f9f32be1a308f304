"""The built site as a reader gets it from GitHub Pages: texts come compressed. It is what the audits of the pages open."""

import functools
import gzip
import http.server
import os
import shutil
import threading
from contextlib import contextmanager
from pathlib import Path

__all__ = ["SITE", "browser", "everything", "pages", "served"]

SITE = Path(__file__).parents[1] / "_build" / "html"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TEXTS = {".html", ".css", ".js", ".svg"}


class Compressing(http.server.SimpleHTTPRequestHandler):
    """Serves a site as GitHub Pages does: texts are compressed."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        content = path.read_bytes()
        packed = gzip.compress(content) if path.suffix in TEXTS else content
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(packed)))
        self.send_header("Cache-Control", "max-age=600")
        if path.suffix in TEXTS:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(packed)


@contextmanager
def served(folder):
    """The address of a folder that is served on this machine, compressed."""
    handler = functools.partial(Compressing, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def browser():
    """The path of a Chromium: the one that CHROMIUM names, or the first that is installed; None where there is none."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def everything(site=SITE):
    """All pages but the slides and the copy of the first page at the root."""
    found = (path.relative_to(site) for path in site.rglob("*.html"))
    return sorted(path.as_posix() for path in found if not path.parts[0].startswith(("slides", "index.html", "_")))


def pages(site=SITE):
    """The pages whose speed counts: the welcome page, the chapters, and the page of equations."""
    chapters = [f"lectures/{path.name}" for path in sorted(site.glob("lectures/*.html"))]
    return ["book/welcome.html", *chapters, "book/equations.html"]
