package org.crashtag.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.crashtag.storage.Storage;

/** Compares every file of the committed runs that counts with what was written. */
public final class Verification {
  private final Storage storage;
  private final String output;
  private long parts;
  private long bytes;
  private long unchecked;

  /**
   * A check of one output folder.
   *
   * @param storage that has the folder
   * @param output path of the folder
   */
  public Verification(Storage storage, String output) {
    this.storage = storage;
    this.output = output;
  }

  /**
   * Reads all parts and the index.
   *
   * @param fault receives each file that isn't what was written: its path, and what is wrong
   * @return the number of committed runs
   * @throws IOException if a manifest can't be read, so that it isn't known which files should be
   *     there
   */
  public int run(Consumer<String> fault) throws IOException {
    OutputFolder folder = new OutputFolder(storage, output);
    List<Manifest> manifests = folder.manifests();
    for (Manifest manifest : OutputFolder.live(manifests)) {
      for (Manifest.Table table : manifest.tables()) {
        for (Manifest.Part part : table.parts()) {
          check(part, fault);
        }
      }
    }
    verify(folder.index(), fault);
    return manifests.size();
  }

  private void check(Manifest.Part part, Consumer<String> fault) {
    parts++;
    bytes += part.bytes();
    unchecked += part.crc32c() == null ? 1 : 0;
    try {
      damage(storage, output, part).ifPresent(fault);
    } catch (IOException e) {
      fault.accept(output + "/" + part.path() + ": can't be read: " + e.getMessage());
    }
  }

  /** Each file by itself, so that one that is damaged doesn't hide another one. */
  private void verify(IndexSources sources, Consumer<String> fault) {
    if (sources.merged() != null) {
      verify(sources.merged(), fault);
    }
    sources.own().forEach(own -> verify(own, fault));
  }

  private void verify(IndexSources.Source source, Consumer<String> fault) {
    try (Slices slices = source.open(storage, output)) {
      for (int slice = 0; slice < IndexEntry.SLICES; slice++) {
        slices.slice(slice);
      }
    } catch (IndexDamageException e) {
      fault.accept(e.getMessage() + "; the next run rebuilds the index");
    } catch (IOException e) {
      fault.accept(output + "/" + source.path() + ": can't be read: " + e.getMessage());
    }
  }

  /** What is wrong with a part, with its path; empty if it is what was written. */
  static Optional<String> damage(Storage storage, String output, Manifest.Part part)
      throws IOException {
    String path = output + "/" + part.path();
    return damage(storage, path, path, part);
  }

  /**
   * What is wrong with a part; empty if it is what was written.
   *
   * @param place the path that is read: its own, or that of a copy
   * @param path its own, for the message
   */
  static Optional<String> damage(Storage storage, String place, String path, Manifest.Part part)
      throws IOException {
    Optional<Storage.Entry> there = storage.find(place);
    if (there.isEmpty()) {
      return Optional.of(path + ": missing instead of " + part.bytes() + " bytes");
    }
    if (there.get().length() != part.bytes()) {
      return Optional.of(
          path + ": " + there.get().length() + " bytes instead of " + part.bytes() + " bytes");
    }
    if (part.crc32c() == null) {
      return Optional.empty();
    }
    String found = PartFiles.checksum(storage, place);
    return found.equals(part.crc32c())
        ? Optional.empty()
        : Optional.of(
            path + ": its checksum (CRC-32C) is " + found + " instead of " + part.crc32c());
  }

  /** The parts that were compared. */
  public long parts() {
    return parts;
  }

  /** Their length in bytes. */
  public long bytes() {
    return bytes;
  }

  /** Of the parts, those of format 1: they have no checksum, and only their length was compared. */
  public long partsWithoutChecksum() {
    return unchecked;
  }
}
