-- Tells what came of the requests as one line of JSON.
function done(summary, latency)
  local failed = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"tookUs":%d,"failures":%d,"p50Us":%d,"p99Us":%d,"cpuS":%f}\n',
    summary.requests, summary.duration,
    failed.connect + failed.read + failed.write + failed.status + failed.timeout,
    latency:percentile(50), latency:percentile(99), os.clock()))
end
