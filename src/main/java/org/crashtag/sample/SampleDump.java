package org.crashtag.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One file of a {@link Fleet}, and the truth about it.
 *
 * @param index in the fleet, from 0
 * @param path in the fleet's folder, with {@code /}
 * @param breakage its fault; empty if it is intact
 * @param copyOf the index of the dump that it equals byte for byte
 * @param twinOf the index of the minidump of the same crash, if this is its memory dump
 * @param crash the facts, also for a broken dump from which they can't be read
 * @param image the bytes
 */
public record SampleDump(
    int index,
    String path,
    Optional<Breakage> breakage,
    OptionalInt copyOf,
    OptionalInt twinOf,
    SampleCrash crash,
    DumpImage image) {
  /** Writes the file below the folder and creates missing folders. */
  public void write(Path folder) throws IOException {
    Path file = folder.resolve(path);
    Path parent = file.getParent();
    if (!Files.isDirectory(parent)) {
      Files.createDirectories(parent);
    }
    image.write(file);
  }
}
