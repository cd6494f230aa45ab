package org.crashtag.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.crashtag.decode.Decoders;
import org.crashtag.pipeline.DeclaredDecoders;
import org.crashtag.pipeline.PipelineFile;
import picocli.CommandLine.Option;

/** Decoders that a pipeline file declares. */
final class DeclaredOption {
  @Option(
      names = "--pipeline",
      paramLabel = "PIPELINE.yaml",
      description = "Decode only the tags that this pipeline file declares.")
  private Path file;

  /** Those of the file, or none. */
  DeclaredDecoders decoders() throws IOException {
    if (file == null) {
      return DeclaredDecoders.NONE;
    }
    try {
      PipelineFile parsed = PipelineFile.parse(file.toString(), Files.readString(file, UTF_8));
      return DeclaredDecoders.of(file, parsed, Decoders.load());
    } catch (PipelineFile.FaultException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
