"""Merged in 2004, split in 2015: was each right in its time?"""

from functools import partial

from jiaosuo.experiments.analyses.counterfactuals.counterfactual_page import page, pictures, told, words
from jiaosuo.experiments.analyses.counterfactuals.counterfactual_study import FUJIAN_OPTIONS, run_fujian
from jiaosuo.experiments.study_tools.study import Study
from jiaosuo.model.core.words import N_

FUJIAN = Study(
    name="fujian",
    question=N_("What did merger and split bring to Fujian, and what would other courses have brought?"),
    places=("fujian-2002-2015",),
    run=run_fujian,
    page=partial(page, title="Fujian 2002-2015, and what might have been"),
    pictures=pictures,
    told=told,
    words=words,
    options=FUJIAN_OPTIONS,
)
