package org.crashtag.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.SparkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.runners.AppliedPTransform;
import org.apache.beam.sdk.runners.PTransformOverride;
import org.apache.beam.sdk.runners.PTransformOverrideFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.util.construction.PTransformMatchers;
import org.apache.beam.sdk.util.construction.PTransformReplacements;
import org.apache.beam.sdk.util.construction.ReplacementOutputs;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.OutputBuilder;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;
import org.crashtag.store.BucketReport;

/**
 * Spark, that attempts each bucket and the commit twice. Spark itself does that on many machines
 * alone: where a copy of a slow task runs elsewhere, or where a machine is thought lost.
 */
public final class DoublingRunner extends PipelineRunner<PipelineResult> {
  private final SparkPipelineOptions options;

  private DoublingRunner(SparkPipelineOptions options) {
    this.options = options;
  }

  /** What Beam makes a runner by. */
  public static DoublingRunner fromOptions(PipelineOptions options) {
    return new DoublingRunner(options.as(SparkPipelineOptions.class));
  }

  @Override
  public PipelineResult run(Pipeline pipeline) {
    pipeline.replaceAll(
        List.of(
            PTransformOverride.of(
                PTransformMatchers.parDoWithFnType(WriteFn.class),
                new Doubling<KV<Integer, Iterable<byte[]>>, BucketReport, WriteFn>(
                    DoubledWriteFn::new)),
            PTransformOverride.of(
                PTransformMatchers.parDoWithFnType(CommitFn.class),
                new Doubling<KV<String, Iterable<BucketReport>>, String, CommitFn>(
                    DoubledCommitFn::new))));
    return SparkRunner.fromOptions(options).run(pipeline);
  }

  /** Makes the doubled step from the step. */
  private interface Doubler<A, B, F extends DoFn<A, B>> {
    DoFn<A, B> of(F step);
  }

  /** Puts the doubled step into a step's place. */
  private static final class Doubling<A, B, F extends DoFn<A, B>>
      implements PTransformOverrideFactory<
          PCollection<A>, PCollection<B>, ParDo.SingleOutput<A, B>> {
    private final Doubler<A, B, F> doubler;

    Doubling(Doubler<A, B, F> doubler) {
      this.doubler = doubler;
    }

    @Override
    @SuppressWarnings("unchecked")
    public PTransformReplacement<PCollection<A>, PCollection<B>> getReplacementTransform(
        AppliedPTransform<PCollection<A>, PCollection<B>, ParDo.SingleOutput<A, B>> step) {
      PCollection<B> output = PTransformReplacements.getSingletonMainOutput(step);
      DoFn<A, B> doubled = doubler.of((F) step.getTransform().getFn());
      return PTransformReplacement.of(
          PTransformReplacements.getSingletonMainInput(step),
          new PTransform<PCollection<A>, PCollection<B>>() {
            private static final long serialVersionUID = 1L;

            @Override
            public PCollection<B> expand(PCollection<A> input) {
              return input.apply(ParDo.of(doubled)).setCoder(output.getCoder());
            }
          });
    }

    @Override
    public Map<PCollection<?>, ReplacementOutput> mapOutputs(
        Map<TupleTag<?>, PCollection<?>> outputs, PCollection<B> output) {
      return ReplacementOutputs.singleton(outputs, output);
    }
  }

  /** Keeps what a step gives. */
  private static final class Given<T> implements DoFn.OutputReceiver<T> {
    private final List<T> values = new ArrayList<>();

    @Override
    public void output(T value) {
      values.add(value);
    }

    @Override
    public OutputBuilder<T> builder(T value) {
      throw new UnsupportedOperationException("only values");
    }
  }

  /**
   * A step that is attempted twice. An attempt that goes on counts as lost, and the runner does it
   * again; where both run at the same time, it takes either's result.
   */
  private abstract static class DoubledFn<K, V, B> extends DoFn<KV<K, Iterable<V>>, B> {
    private static final long serialVersionUID = 1L;

    /** What an attempt is called. */
    abstract String name(K key);

    /** Decides where it is held; of two at the same time, the runner takes an odd one's other. */
    abstract int number(K key);

    /** One attempt, by a step of its own. */
    abstract void attempt(KV<K, Iterable<V>> element, OutputReceiver<B> receiver)
        throws IOException;

    @ProcessElement
    public void attemptTwice(@Element KV<K, Iterable<V>> element, OutputReceiver<B> receiver)
        throws IOException, InterruptedException {
      K key = element.getKey();
      List<V> values = new ArrayList<>();
      element.getValue().forEach(values::add);
      LostAttempts.Attempt<B> attempt =
          () -> {
            Given<B> given = new Given<>();
            attempt(KV.of(key, values), given);
            return given.values;
          };
      boolean first = LostAttempts.lose(name(key), number(key), attempt);
      if (first && LostAttempts.held()) {
        throw new IOException("injected loss of " + name(key));
      }
      List<B> mine = attempt.run();
      boolean other = first && number(key) % 2 == 1;
      (other ? LostAttempts.<B>result(name(key)) : mine).forEach(receiver::output);
    }
  }

  private static final class DoubledWriteFn extends DoubledFn<Integer, byte[], BucketReport> {
    private static final long serialVersionUID = 1L;

    private final WriteFn step;

    DoubledWriteFn(WriteFn step) {
      this.step = step;
    }

    @Override
    String name(Integer bucket) {
      return "bucket " + bucket;
    }

    @Override
    int number(Integer bucket) {
      return bucket;
    }

    @Override
    void attempt(KV<Integer, Iterable<byte[]>> tasks, OutputReceiver<BucketReport> receiver)
        throws IOException {
      WriteFn mine = SerializableUtils.clone(step);
      mine.setup();
      mine.write(tasks, receiver);
    }
  }

  private static final class DoubledCommitFn extends DoubledFn<String, BucketReport, String> {
    private static final long serialVersionUID = 1L;

    private final CommitFn step;

    DoubledCommitFn(CommitFn step) {
      this.step = step;
    }

    @Override
    String name(String key) {
      return key;
    }

    @Override
    int number(String key) {
      return 2;
    }

    @Override
    void attempt(KV<String, Iterable<BucketReport>> results, OutputReceiver<String> receiver)
        throws IOException {
      step.commit(results, receiver);
    }
  }
}
