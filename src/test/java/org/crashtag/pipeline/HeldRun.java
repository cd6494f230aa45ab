package org.crashtag.pipeline;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.testing.ForwardingStorage;

/** A run in a separate process, which pauses after it has begun to write rows. */
final class HeldRun extends ForwardingStorage {
  /** What it prints then. */
  static final String HELD = "held";

  private HeldRun() {
    super(new LocalStorage());
  }

  private static Storage of() {
    return new HeldRun();
  }

  /**
   * Runs until its input ends.
   *
   * @param arguments the archive and the output folder
   */
  public static void main(String[] arguments) throws IOException {
    TestRuns.run(HeldRun::of, TestRuns.options(List.of(arguments[0]), Path.of(arguments[1]), 1));
    System.exit(0);
  }

  @Override
  public OutputStream create(String path) throws IOException {
    OutputStream stream = super.create(path);
    if (path.endsWith(".parquet")) {
      System.out.println(HELD);
      if (System.in.read() >= 0) {
        throw new IOException("nothing is written to it");
      }
    }
    return stream;
  }
}
