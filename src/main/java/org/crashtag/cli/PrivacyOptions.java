package org.crashtag.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.crashtag.decode.Privacy;
import org.crashtag.pipeline.PrivateKey;
import picocli.CommandLine.Option;

/** What to store of values that identify a machine or a person. */
final class PrivacyOptions {
  /** The names of {@link Privacy.Mode}. */
  enum Treatment {
    hash,
    keep,
    drop
  }

  @Option(
      names = "--private",
      description =
          "What to store of serial numbers, UUIDs and user names: hash (a keyed hash), keep (the"
              + " values) or drop (NULL). Default: hash.")
  private Treatment treatment;

  @Option(
      names = "--private-key",
      paramLabel = "FILE",
      description =
          "File with the key of the hashes, at least 16 bytes. Default: a key that is created once"
              + " in your configuration folder.")
  private Path keyFile;

  /** hash, keep or drop. */
  String mode(String ofPipelineFile) {
    if (treatment != null) {
      return treatment.name();
    }
    return ofPipelineFile.isEmpty() ? Treatment.hash.name() : ofPipelineFile;
  }

  /** The key's file, after a check. */
  Path key() throws IOException {
    Path file = keyFile == null ? PrivateKey.ofUser() : keyFile;
    PrivateKey.read(file);
    return file.toAbsolutePath();
  }

  /**
   * The key's file. It must not be below the output folder, because readers of the tables would
   * have it.
   */
  String keyBeside(String output) throws IOException {
    Path file = key();
    if (PrivateKey.isBelow(file, Path.of(output))) {
      throw new UsageException(
          file + ": the key must not be in the output folder, because its readers would have it");
    }
    return file.toString();
  }

  /** For a command that shows values and writes nothing. */
  Privacy privacy() throws IOException {
    return new Privacy(Privacy.Mode.of(mode("")), PrivateKey.read(key()));
  }
}
