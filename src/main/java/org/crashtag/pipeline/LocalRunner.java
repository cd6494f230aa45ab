package org.crashtag.pipeline;

import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Beam's own runner, in this process. */
final class LocalRunner implements Runner {
  static final String NAME = "DirectRunner";

  private final BeamOptions options;

  LocalRunner(BeamOptions options) {
    this.options = options;
  }

  @Override
  public Pipeline pipeline(String job, int buckets) {
    // Measured: the default parallelism burns half the processor in a spin loop, and the checks
    // copy every element to find bugs that tests find.
    BeamOptions tuned =
        options.withDefault(
            "targetParallelism", Integer.toString(Runtime.getRuntime().availableProcessors()));
    DirectOptions beam =
        PipelineOptionsFactory.fromArgs(tuned.arguments().toArray(String[]::new))
            .withValidation()
            .as(DirectOptions.class);
    beam.setRunner(DirectRunner.class);
    beam.setEnforceImmutability(false);
    beam.setEnforceEncodability(false);
    return Pipeline.create(beam);
  }
}
