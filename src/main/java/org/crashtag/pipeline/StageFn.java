package org.crashtag.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.crashtag.sql.Redecoder;
import org.crashtag.storage.Storage;
import org.crashtag.store.BucketResult;
import org.crashtag.store.BucketResult.WrittenPart;

/**
 * Names the parts of those attempts that count in one file, written whole; a second attempt changes
 * nothing.
 */
final class StageFn extends DoFn<KV<String, Iterable<BucketResult>>, String> {
  private static final long serialVersionUID = 1L;

  private static final int MOST_BYTES = 64 << 20;

  private final RunPlan plan;
  private final String list;

  /**
   * @param list path of the file
   */
  StageFn(RunPlan plan, String list) {
    this.plan = plan;
    this.list = list;
  }

  @ProcessElement
  public void stage(
      @Element KV<String, Iterable<BucketResult>> results, OutputReceiver<String> receiver)
      throws IOException {
    StringBuilder lines = new StringBuilder();
    for (BucketResult result : results.getValue()) {
      for (WrittenPart part : result.parts()) {
        lines.append(part.table()).append('\n').append(part.path()).append('\n');
      }
    }
    plan.storage().put(list, lines.toString().getBytes(UTF_8));
    receiver.output(plan.run());
  }

  /** The parts that a file names. */
  static List<Redecoder.Part> parts(Storage storage, String list) throws IOException {
    byte[] bytes =
        storage
            .read(list, MOST_BYTES)
            .orElseThrow(() -> new IOException(list + ": no such file"))
            .bytes();
    List<Redecoder.Part> parts = new ArrayList<>();
    String[] lines = new String(bytes, UTF_8).split("\n", -1);
    for (int line = 0; line + 1 < lines.length; line += 2) {
      parts.add(new Redecoder.Part(lines[line], lines[line + 1]));
    }
    return parts;
  }
}
