package org.crashtag.cli;

import java.io.IOException;
import org.crashtag.decode.Decoders;
import org.crashtag.pipeline.DeclaredDecoders;
import org.crashtag.pipeline.PipelineFile;
import org.crashtag.storage.Location;
import picocli.CommandLine.Option;

/** Decoders that a pipeline file declares. */
final class DeclaredOption {
  @Option(
      names = "--pipeline",
      paramLabel = "PIPELINE.yaml",
      description = "Decode only the tags that this pipeline file declares.")
  private Location file;

  /** The decoders of the file, or none. */
  DeclaredDecoders decoders() throws IOException {
    if (file == null) {
      return DeclaredDecoders.NONE;
    }
    try {
      return DeclaredDecoders.of(file, content(), Decoders.load());
    } catch (PipelineFile.FaultException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /** The contents of the file; empty if none was given. */
  PipelineFile content() throws IOException {
    if (file == null) {
      return PipelineFile.EMPTY;
    }
    try {
      return PipelineFile.parse(
          file.toString(), UserText.of(file.text(), PipelineInput.bytes(file)));
    } catch (PipelineFile.FaultException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /** The file's path; null if none was given. */
  Location path() {
    return file;
  }
}
