"""Merged in 2004, split in 2015: was each right in its time?"""

from functools import partial

from jiaosuo.experiments.analyses.counterfactuals.counterfactual_chart import charts
from jiaosuo.experiments.analyses.counterfactuals.counterfactual_page import page, summary, table
from jiaosuo.experiments.analyses.counterfactuals.counterfactual_result import CounterfactualResult
from jiaosuo.experiments.analyses.counterfactuals.counterfactual_study import FUJIAN_OPTIONS, run_fujian
from jiaosuo.experiments.study_tools.study import Study
from jiaosuo.model.core.words import N_

FUJIAN = Study(
    name="fujian",
    question=N_("What did merger and split bring to Fujian, and what would other courses have brought?"),
    places=("fujian-2002-2015",),
    result=CounterfactualResult,
    run=run_fujian,
    page=partial(page, title="Fujian 2002-2015, and what might have been"),
    table=table,
    charts=charts,
    summary=summary,
    options=FUJIAN_OPTIONS,
)
