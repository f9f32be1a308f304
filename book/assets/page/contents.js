// The contents of the page say which part is being read. The browser tells what is in sight; nothing is measured.

const links = new Map();
for (const link of document.querySelectorAll("#pst-page-toc-nav a")) {
  const heading = link.hash && document.getElementById(decodeURIComponent(link.hash.slice(1)))?.querySelector("h1, h2, h3");
  if (heading) links.set(heading, link);
}

function mark(reading) {
  for (const link of links.values()) {
    link.classList.toggle("active", link === reading);
    if (link === reading) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

const watcher = new IntersectionObserver(
  entries => {
    const seen = entries.filter(entry => entry.isIntersecting).pop();
    if (seen) mark(links.get(seen.target));
  },
  { rootMargin: "0px 0px -70% 0px" },
);
for (const heading of links.keys()) watcher.observe(heading);
