"""OData 4.0 of a questionnaire's data, as Excel and Power BI read it: one table for responses, one for each repeat."""
