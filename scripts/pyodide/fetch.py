"""Gets the files of packages from one address, and keeps those whose hash is the pinned one."""

import pooch
import requests

__all__ = ["fetch"]

WAIT = 60  # seconds without a byte


def fetch(address, packages, folder, again=2):
    """The files of packages, from the address they lie under: kept in `folder`, and fetched once.

    A file that does not come as it is pinned is asked for as often as `again` says. Raises OSError that says which file,
    and what is wrong with it: it is missing, it ended early, it is another one, or nobody answers.
    """
    hashes = {package.file: f"sha256:{package.sha256}" for package in packages}
    release = pooch.create(folder, f"{address.rstrip('/')}/", registry=hashes, retry_if_failed=again)
    download = pooch.HTTPDownloader(timeout=WAIT)
    found = []
    for name in hashes:
        try:
            found.append(release.fetch(name, downloader=download))
        except (OSError, ValueError) as error:
            raise OSError(f"pyodide: {name} from {address}: {wrong(error)}") from error
    return found


def wrong(error):
    """What went wrong, as a person would say it."""
    response = getattr(error, "response", None)
    if response is not None:
        return f"the server has it not: {response.status_code} {response.reason}"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return f"it ended early: {error}"
    if isinstance(error, requests.exceptions.RequestException):
        return f"nobody answers: {error}"
    return str(error)
