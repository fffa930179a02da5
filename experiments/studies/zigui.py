"""What did Zigui gain in 2004, and what would other mergers have brought?"""

from functools import partial

from jiaosuo.experiments.analyses.counterfactuals.counterfactual_chart import charts
from jiaosuo.experiments.analyses.counterfactuals.counterfactual_page import page, summary, table
from jiaosuo.experiments.analyses.counterfactuals.counterfactual_result import CounterfactualResult
from jiaosuo.experiments.analyses.counterfactuals.counterfactual_study import ZIGUI_OPTIONS, run_zigui
from jiaosuo.experiments.study_tools.study import Study
from jiaosuo.model.core.words import N_

ZIGUI = Study(
    name="zigui",
    question=N_("What did the merger of 2004 bring to Zigui, and what would others have brought?"),
    places=("zigui-2004",),
    result=CounterfactualResult,
    run=run_zigui,
    page=partial(page, title="Zigui 2004, and what might have been"),
    table=table,
    charts=charts,
    summary=summary,
    options=ZIGUI_OPTIONS,
)
