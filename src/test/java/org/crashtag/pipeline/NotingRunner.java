package org.crashtag.pipeline;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Beam's own runner, that keeps its last result. */
public final class NotingRunner extends PipelineRunner<PipelineResult> {
  private static PipelineResult last;

  private final DirectRunner runner;

  private NotingRunner(PipelineOptions options) {
    runner = DirectRunner.fromOptions(options);
  }

  /** What Beam makes a runner by. */
  public static NotingRunner fromOptions(PipelineOptions options) {
    return new NotingRunner(options);
  }

  static Runner of(List<String> beamOptions) {
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs(beamOptions.toArray(String[]::new)).create();
    options.setRunner(NotingRunner.class);
    return (job, buckets) -> Pipeline.create(options);
  }

  @Override
  public PipelineResult run(Pipeline pipeline) {
    last = runner.run(pipeline);
    return last;
  }

  /** The last pipeline's counters in a namespace. */
  static Map<String, Long> counters(String namespace) {
    MetricsFilter filter =
        MetricsFilter.builder().addNameFilter(MetricNameFilter.inNamespace(namespace)).build();
    Map<String, Long> counters = new TreeMap<>();
    for (MetricResult<Long> counter : last.metrics().queryMetrics(filter).getCounters()) {
      counters.merge(counter.getName().getName(), counter.getCommitted(), Long::sum);
    }
    return counters;
  }
}
