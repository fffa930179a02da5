"""A calibration in sentences: what the log tells nothing of, and what the model cannot meet."""

from __future__ import annotations

from jiaosuo.experiments.inference.posterior import LITTLE, MUCH, NOTHING, Posterior
from jiaosuo.experiments.logs.summaries import label
from jiaosuo.model.core.words import N_, speaker

FAR = 3.0
"""Standard deviations from which a statistic is not met."""

TELLS = {
    MUCH: N_("much"),
    LITTLE: N_("something"),
    NOTHING: N_("nothing: as before"),
}


def sentences(found: Posterior, language: str | None = None) -> list[str]:
    """What a calibration says: what the log tells nothing of, and what the model cannot meet."""
    _ = speaker(language)
    about, said = found.about, []
    blank = [each.name for each in found.told() if each.tells == NOTHING]
    if blank:
        said.append(_("The log says nothing of {names}: they stay as they were.", names=_(", ").join(blank)))
    far = [name for name, away in about.away.items() if abs(away) >= FAR]
    if far:
        names = _(", ").join(label(name, language) for name in far)
        said.append(_("The model does not meet the log in: {names}.", names=names))
    if about.wider > 1:
        said.append(
            _(
                "It cannot meet all figures together; intervals are {times:.1f} times as wide for that.",
                times=about.wider**0.5,
            )
        )
    if about.failed:
        said.append(_("{count:,} runs failed or told too little.", count=about.failed))
    return said
