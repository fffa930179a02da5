"""How Sphinx makes the site; `make docs` calls it. Pages are those of docs/, as they stand."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # for `tools`, and for `examples`

from jiaosuo import __version__

project = "jiaosuo"
author = "the jiaosuo authors"
version = release = __version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "numpydoc",
    "tools.site.leading_out",
    "tools.site.searching",
    "tools.site.reference",
    "tools.site.gallery",
    "tools.site.languages",
]
root_doc = "index"
exclude_patterns = ["**.ipynb"]
default_role = "code"  # docstrings write `name` with one sign on each side, as the pages do
myst_heading_anchors = 4
smartquotes = False  # `--option` stays as it is typed

autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "show-inheritance": True}
numpydoc_show_class_members = False  # autodoc lists them
numpydoc_xref_param_type = False

html_theme = "pydata_sphinx_theme"
html_title = "jiaosuo"
html_static_path = ["static"]
html_sidebars = {"index": [], "examples": []}  # nothing lies below them
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_last_updated_fmt = None  # the same pages give the same site
html_theme_options = {
    "logo": {"text": "jiaosuo 交所"},
    "navbar_persistent": ["search-button"],
    "navbar_end": ["theme-switcher"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "header_links_before_dropdown": 7,
    "show_prev_next": False,
    "secondary_sidebar_items": ["page-toc"],
    "navigation_with_keys": False,
}
html_show_copyright = False
