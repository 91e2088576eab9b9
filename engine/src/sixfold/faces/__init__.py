"""How verbs with a longer answer speak on the command line.

A face parses words and renders a report. It decides nothing and acts on nothing itself.
"""
