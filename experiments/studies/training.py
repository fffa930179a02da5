"""What does an hour of training buy, and what does it cost?"""

from jiaosuo.experiments.analyses.training.training_chart import charts
from jiaosuo.experiments.analyses.training.training_page import page, summary, table
from jiaosuo.experiments.analyses.training.training_result import TrainingResult
from jiaosuo.experiments.analyses.training.training_study import NAME, OPTIONS, run
from jiaosuo.experiments.study_tools.study import Study
from jiaosuo.model.core.words import N_

TRAINING = Study(
    name=NAME,
    question=N_("What does an hour of training buy, and what does it cost?"),
    places=("zigui-2004", "county-town"),
    result=TrainingResult,
    run=run,
    page=page,
    table=table,
    charts=charts,
    summary=summary,
    options=OPTIONS,
)
