package org.crashtag.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.crashtag.decode.Privacy;
import org.crashtag.pipeline.PrivateKey;
import picocli.CommandLine.Option;

/** What becomes of values that identify a machine or a person. */
final class PrivacyOptions {
  /** The words for {@link Privacy.Mode}. */
  enum Treatment {
    hash,
    keep,
    drop
  }

  @Option(
      names = "--private",
      description =
          "What becomes of serial numbers, UUIDs and user names: hash (a keyed hash stands for"
              + " them), keep or drop. Default: hash.")
  private Treatment treatment;

  @Option(
      names = "--private-key",
      paramLabel = "FILE",
      description =
          "The hashes' key, 16 bytes or more. Default: one that is made, once, in the folder of"
              + " your configuration.")
  private Path keyFile;

  /** hash, keep or drop. */
  String mode(String ofPipelineFile) {
    if (treatment != null) {
      return treatment.name();
    }
    return ofPipelineFile.isEmpty() ? Treatment.hash.name() : ofPipelineFile;
  }

  /** The key's file, which is one. */
  Path key() throws IOException {
    Path file = keyFile == null ? PrivateKey.ofUser() : keyFile;
    PrivateKey.read(file);
    return file.toAbsolutePath();
  }

  /** The key's file, which never lies below the output: whoever has the tables would have it. */
  String keyBeside(String output) throws IOException {
    Path file = key();
    if (PrivateKey.isBelow(file, Path.of(output))) {
      throw new UsageException(
          file + ": a key may not lie in the output folder, whose readers would have it");
    }
    return file.toString();
  }

  /** For a command that shows values and writes nothing. */
  Privacy privacy() throws IOException {
    String word = mode("").toUpperCase(Locale.ROOT);
    return new Privacy(Privacy.Mode.valueOf(word), PrivateKey.read(key()));
  }
}
