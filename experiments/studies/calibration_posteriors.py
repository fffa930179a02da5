"""What do the published figures leave of the numbers that were set by hand in each place?"""

from jiaosuo.experiments.calibration.posteriors_chart import charts
from jiaosuo.experiments.calibration.posteriors_page import page, summary, table
from jiaosuo.experiments.calibration.posteriors_result import PosteriorsResult
from jiaosuo.experiments.calibration.posteriors_study import NAME, OPTIONS, run
from jiaosuo.experiments.study_tools.study import Study
from jiaosuo.model.core.words import N_

PLACES = (
    "zigui-2004", "fujian-2002-2015", "county-town", "qidong-2023", "pingdu-2021",
    "fuzhou-2003", "chongqing-2010", "city-district",
)  # fmt: skip
"""From villages to cities."""

CALIBRATION_POSTERIORS = Study(
    name=NAME,
    question=N_(
        "What do the published figures leave of the numbers set by hand, and which cannot be met together?"
    ),
    places=PLACES,
    result=PosteriorsResult,
    run=run,
    page=page,
    table=table,
    charts=charts,
    summary=summary,
    options=OPTIONS,
)
"""Each place told from all published figures at once."""
