"""`workbook export`: a class's grades as other programs read them."""
