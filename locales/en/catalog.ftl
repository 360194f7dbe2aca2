# Licences
licence-cc-by = Creative Commons Attribution 4.0
licence-cc-by-sa = Creative Commons Attribution-ShareAlike 4.0
licence-cc-zero = Creative Commons CC0 1.0
licence-cc-nc = Creative Commons Attribution-NonCommercial 4.0
licence-odc-by = Open Data Commons Attribution 1.0
licence-odc-odbl = Open Data Commons Open Database 1.0
licence-odc-pddl = Open Data Commons Public Domain Dedication 1.0
licence-other-open = Other (open)
licence-other-closed = Other (not open)
licence-notspecified = No licence named
catalog-topic-title-en = Write an English title of 200 characters at most, or leave it empty.
