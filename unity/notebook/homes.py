"""Where a reader finds what a library offers: the module to import it from, the name to look it up by."""

import inspect
import sys

__all__ = ["full_name", "home", "is_guard", "is_module_of"]


def is_module_of(package, value):
    return inspect.ismodule(value) and value.__name__.partition(".")[0] == package


def home(value, name):
    """The shortest module that offers this value by this name: where a reader imports it from, and looks it up.

    Raises ValueError where no module's `__all__` has it.
    """
    parts = getattr(value, "__module__", "").split(".")
    for count in range(1, len(parts) + 1):
        module = sys.modules.get(".".join(parts[:count]))
        if name in getattr(module, "__all__", ()) and inspect.unwrap(getattr(module, name)) is inspect.unwrap(value):
            return module.__name__
    raise ValueError(f"show: {name} is in the __all__ of no module, expected one that a reader can import it from")


def full_name(function):
    """The name under which the library has a function, its module's or its class's; `""` for one that no module offers."""
    function = inspect.unwrap(function)
    owner, _, name = function.__qualname__.rpartition(".")
    module = sys.modules[function.__module__]
    if "<locals>" in owner or not hasattr(module, "__all__"):
        return ""
    return f"{home(getattr(module, owner), owner)}.{owner}.{name}" if owner else f"{home(function, name)}.{name}"


def is_guard(function):
    """Whether a function is told for which operation it checks."""
    return next(iter(inspect.signature(function).parameters), None) == "operation"
