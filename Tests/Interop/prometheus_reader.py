"""Reads OpenMetrics text from standard input with Prometheus's own strict parser; prints the samples as JSON."""
import json
import sys

from prometheus_client.openmetrics.parser import text_string_to_metric_families

families = list(text_string_to_metric_families(sys.stdin.read()))
samples = [[sample.name, sample.labels, sample.value] for family in families for sample in family.samples]
print(json.dumps({"samples": samples, "units": {family.name: family.unit for family in families},
                  "undocumented": [family.name for family in families if not family.documentation]}))
