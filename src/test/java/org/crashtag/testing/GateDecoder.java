package org.crashtag.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Decoder;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.TypedTable;
import org.crashtag.tag.TaggedBlob;

/**
 * A user's decoder that holds its process at a blob, so that a test can do something to a run whose
 * middle is reached. Most sample dumps have such blobs.
 */
public final class GateDecoder extends TagDecoder {
  /** System property of the process: the gate's folder; without it, nothing is held. */
  public static final String FOLDER = "crashtag.gate";

  /** System property of the process: the number of the blob at which it is held. */
  public static final String BLOB = "crashtag.gate.blob";

  /** Whose blobs they are. */
  public static final Guid TAG = Guid.constant("5e5510e5-4444-4d2a-a6c8-0f1e2d3c4b04");

  private static final TypedTable<Integer> BLOBS =
      TypedTable.ofRecords(Integer.class, "gate_blobs", "A blob that passed the gate.")
          .bigint("bytes", "Length of the blob.", bytes -> (long) bytes)
          .build();

  private static final AtomicInteger MET = new AtomicInteger();

  public GateDecoder() {
    super("gate", 1, "blobs of a test", TAG, BLOBS);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    String folder = System.getProperty(FOLDER, "");
    if (!folder.isEmpty() && MET.incrementAndGet() == Integer.getInteger(BLOB, 1)) {
      pass(Path.of(folder));
    }
    sink.row(BLOBS, data.length());
  }

  private static void pass(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.createFile(folder.resolve("reached-" + ProcessHandle.current().pid()));
      while (!Files.exists(folder.resolve("open"))) {
        Thread.sleep(20);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("the task was cancelled", e);
    }
  }

  /** Whether a process has reached the gate. */
  public static boolean isReached(Path folder, long pid) {
    return Files.exists(folder.resolve("reached-" + pid));
  }

  /** Lets every process go on. */
  public static void open(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.createFile(folder.resolve("open"));
  }

  /** The decoder in a jar of its own, as a user has one. */
  public static Path jar(Path folder) throws IOException {
    Path jar = folder.resolve("gate.jar");
    String file = GateDecoder.class.getName().replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        var bytes = GateDecoder.class.getClassLoader().getResourceAsStream(file)) {
      entries.putNextEntry(new JarEntry(file));
      bytes.transferTo(entries);
      entries.putNextEntry(new JarEntry("META-INF/services/" + Decoder.class.getName()));
      entries.write(GateDecoder.class.getName().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    return jar;
  }
}
