"""The scripts themselves; what is in braces is put in for each questionnaire."""

R = """\
# Reads responses.csv (an export with codes and short names) and declares its design.
# install.packages("survey")
library(survey)

texts <- c({texts})
data <- read.csv("responses.csv", encoding = "UTF-8", na.strings = "",
  colClasses = setNames(rep("character", length(texts)), texts))
{repeats}

{factors}

# Weights: a column "weight" where there is one; else the population of the stratum over its responses; else one.
if (!"weight" %in% names(data)) {{
  data$stratum[is.na(data$stratum)] <- "-"
  size <- ave(rep(1, nrow(data)), data$stratum, FUN = sum)
  data$weight <- ifelse(is.na(data$stratum_population), 1, data$stratum_population / size)
}}
# Settlements are the clusters; what lies in no settlement is one by itself.
data$cluster <- ifelse(is.na(data$settlement_code), data$response_id, data$settlement_code)
options(survey.lonely.psu = "adjust")
design <- svydesign(ids = ~cluster, strata = ~stratum, weights = ~weight, data = data, nest = TRUE)
summary(design)
"""

PYTHON = '''\
"""Reads responses.csv (an export with codes and short names), weights it and estimates means with the design's errors.

Only the standard library is used. As a program it prints the mean of the columns named on the command line.
"""

import csv
import math
import sys
from collections import defaultdict

LABELS = {labels}
QUESTIONS = {questions}
REPEATS = {repeats}


def read(name="responses"):
    """The rows of a table; what was not answered is None."""
    with open(name + ".csv", encoding="utf-8", newline="") as file:
        return [{{key: cell or None for key, cell in row.items()}} for row in csv.DictReader(file)]


def weigh(rows):
    """Weight, stratum and cluster of each row; a column "weight" is taken as it is."""
    sizes = defaultdict(int)
    for row in rows:
        sizes[row["stratum"]] += 1
    for row in rows:
        population = float(row["stratum_population"] or 0)
        row["_weight"] = float(row.get("weight") or population / sizes[row["stratum"]] or 1)
        row["_stratum"] = row["stratum"] or "-"
        row["_cluster"] = row["settlement_code"] or row["response_id"]
    return rows


def mean(rows, column):
    """Weighted mean and its standard error: settlements as clusters within strata, by linearisation."""
    given = [row for row in rows if row[column] is not None]
    total = sum(row["_weight"] for row in given)
    if not total:
        return None, None
    estimate = sum(row["_weight"] * float(row[column]) for row in given) / total
    clusters = defaultdict(lambda: defaultdict(float))
    for row in rows:
        value = 0.0
        if row[column] is not None:
            value = row["_weight"] * (float(row[column]) - estimate) / total
        clusters[row["_stratum"]][row["_cluster"]] += value
    variance = 0.0
    everything = [score for scores in clusters.values() for score in scores.values()]
    centre = sum(everything) / len(everything)
    for scores in clusters.values():
        count = len(scores)
        middle = sum(scores.values()) / count if count > 1 else centre
        spread = sum((score - middle) ** 2 for score in scores.values())
        variance += spread * (count / (count - 1) if count > 1 else 1)
    return estimate, math.sqrt(variance)


if __name__ == "__main__":
    data = weigh(read())
    print(len(data), "responses")
    for name in sys.argv[1:]:
        estimate, error = mean(data, name)
        print(name, QUESTIONS[name], estimate, error, sep=" | ")
'''

STATA = """\
* Reads responses.dta and declares its design.
version 15
use "responses.dta", clear

* Weights: a variable weight where there is one; else the population of the stratum over its responses; else one.
capture confirm variable weight
if _rc {{
    bysort stratum: generate double weight = stratum_population / _N
    replace weight = 1 if missing(weight)
}}
* Settlements are the clusters; what lies in no settlement is one by itself.
generate cluster = cond(settlement_code == "", response_id, settlement_code)
encode cluster, generate(cluster_id)
egen stratum_id = group(stratum), missing
svyset cluster_id [pweight = weight], strata(stratum_id) singleunit(centered)
svydescribe

{repeats}
"""

SPSS = """\
* Encoding: UTF-8.
* Reads responses.sav and declares its design (Complex Samples); WEIGHT BY serves where that module is missing.
GET FILE='responses.sav'.
DATASET NAME responses.

* Weights: the population of the stratum over its responses, else one. If a variable weight is there already, leave this out.
AGGREGATE /OUTFILE=* MODE=ADDVARIABLES /BREAK=stratum /stratum_size=N.
COMPUTE weight=1.
IF (NOT MISSING(stratum_population)) weight=stratum_population / stratum_size.
* Settlements are the clusters; what lies in no settlement is one by itself.
STRING cluster (A40).
COMPUTE cluster=settlement_code.
IF (settlement_code='') cluster=response_id.
EXECUTE.
WEIGHT BY weight.
CSPLAN ANALYSIS
  /PLAN FILE='responses.csaplan'
  /PLANVARS ANALYSISWEIGHT=weight
  /DESIGN STRATA=stratum CLUSTER=cluster
  /ESTIMATOR TYPE=WR.

{repeats}
"""
