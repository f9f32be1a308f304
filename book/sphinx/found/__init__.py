"""What makes the site found and shared: what each page says of itself to those who look for it, lead to it or quote it.

One idea a module: `sources` knows where a page's text stands and when it last changed, `described` what a page is about,
`citing` how the course is cited, `card` draws the picture that stands beside a shared link, `head` writes all of it into
a page, `feed` tells what is new, and `places` makes the files that stand at the root of a site.
"""

from found import citing, feed, head, places, sources

__all__ = ["setup"]


def setup(app):
    sources.setup(app)
    citing.setup(app)
    head.setup(app)
    feed.setup(app)
    places.setup(app)
