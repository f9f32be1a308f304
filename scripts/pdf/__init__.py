"""The book as one file to print: `python -m scripts.pdf`.

`contents` says which pages of the built site it has; in Chromium, `assemble.js` makes one page of them, with `paper.css`;
`press` prints it, and `places` reads from what was printed on which page everything stands.
"""
