"""The sentences of problems, by code. Marked for translation by name alone: nothing here knows a framework."""


def gettext_noop(sentence: str) -> str:
    return sentence


SENTENCES: dict[str, str] = {
    # --- the file ---
    "file-empty": gettext_noop("The file is empty."),
    "file-too-large": gettext_noop("The file is larger than {limit} MB."),
    "not-a-workbook": gettext_noop("This is neither a workbook (.xlsx, .xls) nor an XForm (.xml)."),
    "workbook-broken": gettext_noop("The workbook is damaged and cannot be opened."),
    "workbook-locked": gettext_noop("The workbook is protected by a password. Save it without one."),
    "workbook-macros": gettext_noop(
        "The workbook contains macros. Save it as a workbook without macros (.xlsx)."
    ),
    "workbook-links": gettext_noop(
        "The workbook has formulas that look into another workbook. Replace them by their values."
    ),
    "workbook-too-large": gettext_noop("Unpacked, the workbook would be larger than {limit} MB."),
    "too-many-rows": gettext_noop(
        "The sheet has more than {limit} rows, counting empty ones. Delete the empty rows."
    ),
    "too-many-cells": gettext_noop("The sheet has more than {limit} filled cells."),
    "too-many-columns": gettext_noop("The sheet has more than {limit} columns."),
    "not-an-xform": gettext_noop("The XML file is not a questionnaire (XForm)."),
    "form-id-missing": gettext_noop("The form has no id."),
    "sends-elsewhere": gettext_noop(
        "The form names an address to send answers to, {address}: phones will send there, not here. Remove submission_url."
    ),
    "sealed-answers": gettext_noop(
        "The form has a public key: phones encrypt answers with it, and what is encrypted cannot be read here. Remove public_key."
    ),
    "control-astray": gettext_noop(
        "This is asked for, but the form has no place for the answer: phones refuse such a form, browsers lose the answer."
    ),
    # --- XML, of a form or of answers ---
    "xml-none": gettext_noop("It is no XML document."),
    "xml-cut": gettext_noop("It breaks off at line {line}: its end is missing."),
    "xml-mismatch": gettext_noop(
        "At line {line} the end of an element is missing, or is not where it should be."
    ),
    "xml-goes-on": gettext_noop(
        "At line {line} it goes on though it has ended: there may be one document only."
    ),
    "xml-sign": gettext_noop(
        "At line {line} there is a sign that may not stand in XML as it is: & is written &amp;, < is written &lt;."
    ),
    "xml-entity": gettext_noop(
        "At line {line} a sign is written by a name that XML does not know (such as &nbsp;): the sign itself has to stand there."
    ),
    "xml-char": gettext_noop("At line {line} there is a sign that may not stand in XML at all."),
    "xml-encoding": gettext_noop(
        "At line {line} there are letters in another encoding than it says; it should be UTF-8."
    ),
    "xml-attribute-twice": gettext_noop("At line {line} an attribute is there twice."),
    "xml-prefix": gettext_noop(
        "At line {line} a prefix of names is used (before a colon) that is explained nowhere."
    ),
    "xml-doctype": gettext_noop("It brings a document type (DOCTYPE), which is not taken."),
    "xml-deep": gettext_noop("Its elements stand too deep in each other."),
    "xml-faulty": gettext_noop("At line {line} it is not written as XML has to be."),
    # --- sheets and columns ---
    "survey-empty": gettext_noop("The sheet has no questions."),
    "survey-missing": gettext_noop("The workbook has no sheet called “survey”. Its sheets are: {names}"),
    "sheet-name-near": gettext_noop("This sheet is not read. Should its name be “{near}”?"),
    "header-row-missing": gettext_noop("The first row must hold the names of the columns; it is empty."),
    "column-missing": gettext_noop("The column “{name}” is missing."),
    "column-twice": gettext_noop("The column “{header}” is there twice."),
    "column-synonym": gettext_noop("“{header}” and “{other}” mean the same column. Remove one of them."),
    "column-near": gettext_noop("The column “{header}” is not known and not used. Should it be “{near}”?"),
    "column-parts": gettext_noop(
        "The column “{header}” has too many parts; two headers may have run together."
    ),
    "rows-ignored": gettext_noop(
        "The sheet is read up to {count} empty rows; what stands from this row on is left out."
    ),
    "cell-error": gettext_noop("The cell holds an error of the spreadsheet: {text}"),
    # --- questions and groups ---
    "type-missing": gettext_noop("The row has no type."),
    "type-unknown": gettext_noop("There is no type of question called “{type}”."),
    "type-near": gettext_noop("There is no type of question called “{type}”. Should it be “{near}”?"),
    "list-missing": gettext_noop("“{type}” needs the name of a list of choices behind it."),
    "file-name-expected": gettext_noop("“{list}” must be a file: .csv, .xml or .geojson."),
    "name-missing": gettext_noop("The row has no name."),
    "name-invalid": gettext_noop(
        "“{name}” cannot be a name. Names begin with a letter or an underscore; then letters, digits, underscores, hyphens and full stops may follow."
    ),
    "name-reserved": gettext_noop("The name “{name}” is reserved. Choose another."),
    "name-twice": gettext_noop("The name “{name}” is already that of row {other} in the same group."),
    "name-alike": gettext_noop(
        "The name “{name}” differs from that of row {other} by small and capital letters alone."
    ),
    "repeat-name-twice": gettext_noop("The repeat “{name}” has the same name as the one in row {other}."),
    "group-not-closed": gettext_noop("The {kind} “{name}” is never closed."),
    "group-not-opened": gettext_noop("This closes a {kind} that was not opened."),
    "group-crossed": gettext_noop(
        "This closes a {kind}, but the {open} “{name}” of row {other} is still open."
    ),
    "calculation-missing": gettext_noop("There is nothing to calculate: the column “calculation” is empty."),
    "calculation-unwanted": gettext_noop("This type of question has no calculation."),
    "trigger-missing": gettext_noop(
        "This type of question needs a trigger, such as a reference to another question."
    ),
    "trigger-wrong": gettext_noop("A trigger is a reference to a question, not “{text}”."),
    "trigger-unseen": gettext_noop("“{name}” is shown to nobody, so it cannot trigger anything."),
    "external-needs-filter": gettext_noop("Choices from external_choices need a choice_filter."),
    "audit-name": gettext_noop("An audit must be called “audit”, or have no name."),
    "label-missing": gettext_noop("The question “{name}” has neither label nor hint."),
    # --- choices ---
    "list-unknown": gettext_noop("There is no list called “{list}” on the sheet “{place}”."),
    "list-near": gettext_noop("There is no list called “{list}”. Should it be “{near}”?"),
    "choice-list-missing": gettext_noop("The choice does not say to which list it belongs."),
    "choice-name-missing": gettext_noop("A choice of the list “{list}” has no code (name)."),
    "choice-twice": gettext_noop("The code “{name}” of the list “{list}” is already that of row {other}."),
    "choice-space": gettext_noop(
        "The code “{name}” has a space in it. Several answers are stored with spaces between them, so it could not be told from two."
    ),
    "choice-space-single": gettext_noop("The code “{name}” has a space in it. Use an underscore."),
    "choice-label-missing": gettext_noop("The choice “{name}” has no label."),
    "list-like-file": gettext_noop(
        "The list “{list}” has the same name as the file {file}. Rename one of them."
    ),
    "data-set-twice": gettext_noop(
        "The name “{name}” already stands for the file {file}, in row {other}. Rename one of them."
    ),
    "other-with-filter": gettext_noop("“or_other” cannot be used together with a choice_filter."),
    # --- expressions and references ---
    "quote-open": gettext_noop("A quotation mark is not closed: {text}"),
    "bracket-open": gettext_noop("A bracket is not closed: {text}"),
    "bracket-closed": gettext_noop("A closing bracket has no opening one: {text}"),
    "operator-strange": gettext_noop("“{found}” is not known here. Write “{instead}”."),
    "expression-wrong": gettext_noop("This cannot be calculated: {text}"),
    "number-comma": gettext_noop("Numbers are written with a point here, not with a comma: {text}"),
    "if-parts": gettext_noop("“if” has three parts: if(condition, then this, else that). Here: {text}"),
    "text-unquoted": gettext_noop(
        "“{name}” stands without quotation marks, so it is not taken for a text. Write '{name}' for the text, ${{{name}}} for an "
        "answer."
    ),
    "date-unquoted": gettext_noop("“{text}” is a subtraction here. Write date('{text}') for the day."),
    "expression-long": gettext_noop("The expression is longer than {limit} characters."),
    "default-wrong": gettext_noop("The default looks like a calculation but cannot be calculated: {text}"),
    "function-unknown": gettext_noop(
        "The function “{name}” is not known: phones may refuse the form, and in the browser what it would calculate stays empty."
    ),
    "function-of-phones": gettext_noop(
        "Browsers do not know the function “{name}”: what it would calculate stays empty there. ODK Collect knows it."
    ),
    "pattern-loose": gettext_noop(
        "Phones compare the pattern “{pattern}” with the whole answer, browsers with any part of it. Write “^” before it and "
        "“$” after it where the whole is meant, “.*” on both sides where a part is."
    ),
    "function-near": gettext_noop("The function “{name}” is not known. Should it be “{near}”?"),
    "reference-open": gettext_noop("The reference is not closed by a brace: {reference}"),
    "reference-wrong": gettext_noop("This is no reference to a question: {reference}"),
    "reference-unknown": gettext_noop("There is no question for {reference}"),
    "reference-near": gettext_noop("There is no question for {reference}. Should it be “{near}”?"),
    "reference-ambiguous": gettext_noop(
        "{reference} could be any of the rows {rows}. Give them different names."
    ),
    "waits-for-itself": gettext_noop(
        "“{name}” is calculated from itself; some devices will refuse the form."
    ),
    "circle": gettext_noop("These wait for each other: {names}"),
    # --- languages and settings ---
    "language-column-missing": gettext_noop(
        "There is no column “{name}” in the language {language}: the texts of the default language are shown there."
    ),
    "language-unfilled": gettext_noop(
        "Texts missing in {language}: {count}; those of the default language are shown there. This row is the first."
    ),
    "language-unknown": gettext_noop(
        "The default language {language} is none of the form's languages ({languages})."
    ),
    "version-missing": gettext_noop(
        "The form has no version. Give one in the settings, so that answers of different versions can be told apart."
    ),
    "settings-rows": gettext_noop("Only the first row of settings is read."),
    "form-id-of-file": gettext_noop(
        "The settings have no form_id, so the file's name is the id of the form: {name}"
    ),
    "form-id-space": gettext_noop("The form id “{name}” has a space in it."),
    "flag-unknown": gettext_noop("“{name}” must be yes or no, not “{text}”."),
    "key-without-id": gettext_noop("An encrypted form needs an instance id: remove omit_instanceID."),
    # --- parameters ---
    "parameter-word": gettext_noop("The parameter “{name}” must be one of {known}, not “{text}”."),
    "parameter-whole": gettext_noop("The parameter “{name}” must be a whole number, not “{text}”."),
    "parameter-natural": gettext_noop(
        "The parameter “{name}” must be a whole number, zero or more, not “{text}”."
    ),
    "parameter-number": gettext_noop("The parameter “{name}” must be a number."),
    "parameter-zero": gettext_noop("The parameter “{name}” must not be zero."),
    "parameter-large": gettext_noop(
        "The parameter “{name}” is larger than the whole scale from start to end."
    ),
    "parameter-multiple": gettext_noop("The parameter “{name}” must be a multiple of step."),
    "parameter-outside": gettext_noop("The parameter “{name}” must lie between start and end."),
    "seed-alone": gettext_noop("A seed is of use only together with randomize=true."),
    "seed-wrong": gettext_noop("A seed must be a number or a reference to a question, not “{text}”."),
    "audit-place": gettext_noop("An audit that records places needs all of these: {names}."),
    "audit-age": gettext_noop("location-max-age must not be less than location-min-interval."),
    # --- what the converter says ---
    "parameters-wrong": gettext_noop("Parameters are written like “start=1 end=10”."),
    "parameter-unknown": gettext_noop("The parameter “{name}” is not known here. Known are: {known}"),
    "parameter-value": gettext_noop("The value of the parameter “{name}” does not fit: {text}"),
    "entity-wrong": gettext_noop("The entity cannot be declared like this: {text}"),
    "image-size": gettext_noop("Without the parameter max-pixels, pictures are sent in full size."),
    "repeat-label-missing": gettext_noop("The repeat “{name}” has no label."),
    "language-code-missing": gettext_noop("These languages have no code, such as “Magyar (hu)”: {languages}"),
    "other-untranslated": gettext_noop("The texts that “or_other” adds are not translated."),
    "disabled-column": gettext_noop("The column “disabled” is out of use. Use “relevant”."),
    "choice-column-unused": gettext_noop(
        "The column “{name}” is not used: names of columns of choices begin with a letter and have neither spaces nor other signs."
    ),
    "converter": gettext_noop("The converter cannot read this: {text}"),
    "converter-warns": gettext_noop("The converter remarks: {text}"),
}
