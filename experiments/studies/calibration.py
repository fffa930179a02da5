"""How near are the places to the published figures, under the rule they start from?"""

from jiaosuo.experiments.calibration.bands import run
from jiaosuo.experiments.calibration.calibration_page import page, table
from jiaosuo.experiments.calibration.calibration_result import CalibrationResult
from jiaosuo.experiments.study_tools.study import Study
from jiaosuo.model.core.words import N_

PLACES = (
    "zigui-2004", "fujian-2002-2015", "county-town", "qidong-2023", "pingdu-2021",
    "fuzhou-2003", "chongqing-2010", "city-district",
)  # fmt: skip
"""From villages to cities."""

CALIBRATION = Study(
    name="calibration",
    question=N_("How near is each place to the published figures, under the rule it starts from?"),
    places=PLACES,
    result=CalibrationResult,
    run=run,
    page=page,
    table=table,
)
