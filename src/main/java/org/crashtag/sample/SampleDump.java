package org.crashtag.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * One file of a {@link Fleet}, and the truth about it.
 *
 * @param index in the fleet, from 0
 * @param path in the fleet's folder, with {@code /}
 * @param breakage its fault; empty if it is intact
 * @param copyOf the index of the dump that it equals byte for byte
 * @param twinOf the index of the minidump of the same crash, if this is its memory dump
 * @param crash the facts, also for a broken dump from which they can't be read
 * @param image the dump's bytes
 * @param member name of the dump in the file, which is then a .zip archive
 */
public record SampleDump(
    int index,
    String path,
    Optional<Breakage> breakage,
    OptionalInt copyOf,
    OptionalInt twinOf,
    SampleCrash crash,
    DumpImage image,
    Optional<String> member) {
  /** The file's bytes. */
  public DumpImage file() {
    return member.map(this::archive).orElse(image);
  }

  /** Stored, because compressors differ from system to system. */
  private DumpImage archive(String name) {
    byte[] dump = image.toBytes();
    CRC32 checksum = new CRC32();
    checksum.update(dump);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(dump.length);
    entry.setCrc(checksum.getValue());
    entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, UTF_8)) {
      zip.putNextEntry(entry);
      zip.write(dump);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return DumpImage.of(bytes.toByteArray());
  }

  /** Writes the file below the folder and creates missing folders. */
  public void write(Path folder) throws IOException {
    Path file = folder.resolve(path);
    Path parent = file.getParent();
    if (!Files.isDirectory(parent)) {
      Files.createDirectories(parent);
    }
    file().write(file);
  }
}
