"""Of which kind the odd and hostile submissions of the sample are: kind -> names."""

SAMPLED = {
    "files and encodings": (
        "a byte order mark", "UTF-16", "keys twice", "NaN in JSON", "a number without end", "empty", "truncated", "no JSON",
        "a list", "a number", "wrong version", "version is text", "cells are text", "odd cells", "deeply nested", "no cells",
        "cells twice, the last time none", "words alone", "version 3 with the cells of version 4", "version 3",
        "version 3 without sheets", "Windows' line ends",
    ),
    "tags and metadata": (
        "stripped metadata", "retagged", "tags without end", "deeply nested metadata", "edited check", "deleted check",
        "much that is stored beside",
    ),
    "order, copies and names": (
        "right", "nothing done", "deleted exercise", "duplicated exercise", "cells in another order", "a value for a function",
    ),
    "imports and machines": (
        "no setup, numpy missing", "Colab's drive", "a module called numpy", "shadowed imports", "uses the library",
        "forbidden function",
    ),
    "magics and the shell": (
        "magics", "cell magic", "display", "a cell that is timed", "a cell whose output is caught", "a magic's words",
        "magics without end", "a question mark in a text",
    ),
    "outputs and size": (
        "plots", "50 MB of output", "output on stderr", "hard-coded outputs", "a cell of 150,000 characters", "many tiny cells",
        "many lines", "many cells", "a huge cell", "version 3 with many cells", "huge", "millions of brackets", "huge return",
        "long return", "standard output replaced", "surrogates",
    ),
    "values": (
        "a list for an array", "a tuple for an array", "text", "None", "a matrix", "a named tuple", "an array of objects",
        "an array with fields", "an array without dimensions", "an array of 60 dimensions", "a generator", "deep return",
        "a list that holds itself", "words among numbers", "a name without end", "a key without end", "__array__ overridden",
    ),
    "numerics": ("NaN", "infinity", "complex", "float32", "float16", "a long double", "a huge integer", "known mistake"),
    "errors and exits": (
        "raises", "os._exit in a cell", "os._exit in an answer", "sys.exit", "killed interpreter", "segmentation fault",
        "an error that cannot be looked at", "an error whose words never end", "endless recursion", "recursion without limit",
    ),
    "time and loops": (
        "infinite loop in a cell", "infinite loop in an answer", "a loop that ignores interrupts", "sleeping", "sleeping answer",
        "a loop when Python ends", "an alarm", "asks for input", "attributes without end", "a test that calls for ever",
    ),
    "memory and processes": (
        "memory", "memory in an answer", "fork storm", "many threads", "a multiprocessing lock", "much in shared memory",
        "endless file", "many files", "a daemon that survives", "a test with huge arguments", "calls with much in a list",
    ),
    "chance and state": ("non-determinism", "changes its input", "visible right, hidden wrong"),
    "the language": (
        "top-level await", "a generator function", "a coroutine", "a signature that takes all", "a partial function",
        "unused object", "a named tuple as an object", "a function for a class", "a class without forward", "calls from a thread",
        "a callable that is none",
    ),
    "attacks on the tests": (
        "a bad test", "calls itself with itself", "calls with what is no number", "patched reading", "patched writing",
        "patched JSON", "closes the reading end", "a class that lies", "attributes that lie", "words that no file can hold",
        "junk on every descriptor", "junk in an answer", "closes every descriptor", "patched numpy.testing", "patched checker",
        "patched judge", "searches frames and memory", "__eq__ overridden", "forges an answer", "a thread that writes later",
        "spoils builtins",
    ),
    "attacks on files and neighbours": (
        "kills everybody", "writes outside", "reads the disk", "reads the tests", "reads its peers", "walks the disk", "network",
        "sees no other process", "is no root", "sets its own limits",
    ),
    "slips": ("syntax error", "indented by tabs", "wrong name", "brackets that never close", "a null byte"),
}  # fmt: skip
