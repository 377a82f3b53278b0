"""`workbook report`: what a class can and cannot do yet, on one page."""
