"""Do the patterns come out that the model was built to show, and which assumptions flip them?"""

from jiaosuo.experiments.patterns.pattern_chart import charts
from jiaosuo.experiments.patterns.pattern_page import page
from jiaosuo.experiments.patterns.pattern_result import PatternsResult
from jiaosuo.experiments.patterns.pattern_table import table
from jiaosuo.experiments.patterns.study import NAME, run
from jiaosuo.experiments.study_tools.study import Study
from jiaosuo.model.core.words import N_

PATTERNS = Study(
    name=NAME,
    question=N_("Do the expected patterns come out, and which assumptions flip them?"),
    places=("zigui-2004", "county-town", "city-district"),
    result=PatternsResult,
    run=run,
    page=page,
    table=table,
    charts=charts,
)
