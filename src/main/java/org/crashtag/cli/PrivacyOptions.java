package org.crashtag.cli;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.declared.Declaration.Name;
import org.crashtag.pipeline.PipelineFile;
import org.crashtag.pipeline.PrivateKey;
import org.crashtag.storage.Location;
import org.crashtag.storage.Storages;
import picocli.CommandLine.Option;

/** How to store values that identify a machine or a person. */
final class PrivacyOptions {
  /** The key's file in the environment: whoever starts the process may give it a secret. */
  private static final String KEY_VARIABLE = "CRASHTAG_PRIVATE_KEY";

  /** The names of {@link Privacy.Mode}. */
  enum Treatment {
    hash,
    keep,
    drop
  }

  @Option(
      names = "--private",
      paramLabel = "MODE",
      description =
          "What to store of serial numbers, UUIDs and user names: hash (a keyed hash), keep (the"
              + " values) or drop (NULL). Default: hash.")
  private Treatment treatment;

  @Option(
      names = "--private-key",
      paramLabel = "FILE",
      description =
          "File with the key of the hashes, at least 16 bytes. Default: the file that"
              + " CRASHTAG_PRIVATE_KEY names, else the pipeline file's, else a key that is created"
              + " once in your configuration folder.")
  private String keyFile;

  /** hash, keep or drop. */
  String mode(String ofPipelineFile) {
    if (treatment != null) {
      return treatment.name();
    }
    return ofPipelineFile.isEmpty() ? Treatment.hash.name() : ofPipelineFile;
  }

  /**
   * The key's file, after a check.
   *
   * @param file the contents of a pipeline file
   * @param pipeline its path, to whose folder the key's is relative; null for none
   */
  String key(PipelineFile file, Location pipeline) throws IOException {
    String key = keyFile;
    if (key == null) {
      String ofEnvironment = System.getenv().getOrDefault(KEY_VARIABLE, "");
      key = ofEnvironment.isEmpty() ? named(file, pipeline) : ofEnvironment;
    }
    PrivateKey.read(key);
    return Storages.isUri(key) ? key : Path.of(key).toAbsolutePath().toString();
  }

  /** The key that a pipeline file names, or else the user's own. */
  private static String named(PipelineFile file, Location pipeline) throws IOException {
    if (pipeline == null || file.privateKey().isEmpty()) {
      return PrivateKey.ofUser().toString();
    }
    Name name = file.privateKey().get();
    try {
      return pipeline.sibling(name.text()).text();
    } catch (InvalidPathException e) {
      throw new UsageException(name.place() + ": " + name.text() + " is not a path");
    }
  }

  /**
   * The key's file. It must not be below the output folder, because readers of the tables would
   * have it.
   *
   * @param file the contents of a pipeline file
   * @param pipeline its path; null for none
   */
  String keyBeside(String output, PipelineFile file, Location pipeline) throws IOException {
    String key = key(file, pipeline);
    if (PrivateKey.isBelow(key, output)) {
      throw new UsageException(
          key + ": the key must not be in the output folder, because its readers would have it");
    }
    return key;
  }

  /** For a command that shows values and writes nothing. */
  Privacy privacy(PipelineFile file, Location pipeline) throws IOException {
    return new Privacy(Privacy.Mode.of(mode(file.privacy())), PrivateKey.read(key(file, pipeline)));
  }
}
