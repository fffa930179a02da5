"""`jiaosuo.report`: the page of a sweep."""

from __future__ import annotations

from pathlib import Path

from jiaosuo.experiments.sweeps.report.sweep_page import write_sweep_report


def report(folder: str | Path, lang: str | None = None) -> Path:
    """Write the report of a sweep's folder, as `jiaosuo report DIR` does.

    Parameters
    ----------
    folder : str or Path
        The folder of a sweep.
    lang : str, optional
        `en` or `zh`; without it the language of the user.

    Returns
    -------
    Path
        The page that was written.

    Raises
    ------
    InputError
        When the folder is no store, nothing is stored in it yet, or a plug-in of it is not loaded.

    Examples
    --------
    >>> from jiaosuo import report
    >>> report("no-such-folder")
    Traceback (most recent call last):
    ...
    jiaosuo.model.core.errors.InputError: ...
    """
    return write_sweep_report(Path(folder), lang)
