package org.crashtag.pipeline;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.crashtag.source.SourceFile;
import org.crashtag.source.SourceLister;
import org.crashtag.storage.Storage;
import org.crashtag.store.Index;
import org.crashtag.store.IndexEntry;
import org.crashtag.store.OutputFolder;

/**
 * What of an archive no committed run knows, dealt into batches. The listing stands in files, one
 * for each slice of the index, so that memory holds one slice, however large the archive is. The
 * order is the same in each run over the same archive: what a killed run had committed is the
 * beginning of what the next one would do.
 */
final class NewSources {
  /** Names of files that are one dump each, if they are what their name says. */
  private static final Pattern DUMP_NAME = Pattern.compile("(?i).*\\.[mh]?dmp");

  /** An archive has hardly more dumps than one for each of so many bytes. */
  private static final int LEAST_PACKED_BYTES = 1 << 16;

  private final Storage storage;
  private final OutputFolder output;
  private final String folder;
  private final String program;
  private final List<SourceLister.Problem> problems = new ArrayList<>();
  private final Map<String, String> programs = new HashMap<>();
  private long listed;
  private long unchanged;
  private long fresh;
  private long likelyDumps;
  private int batches;

  /**
   * @param folder for the lists
   * @param program this program's version
   */
  NewSources(Storage storage, OutputFolder output, String folder, String program) {
    this.storage = storage;
    this.output = output;
    this.folder = folder;
    this.program = program;
  }

  /**
   * Lists the archive.
   *
   * @param follow whether links to folders are followed
   */
  void list(List<String> sources, boolean follow) throws IOException {
    try (SourceList all = new SourceList(storage, folder + "/all")) {
      SourceLister lister =
          new SourceLister(
              storage,
              file -> {
                try {
                  all.add(IndexEntry.ofSource(file, IndexEntry.Kind.SOURCE).slice(), file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              },
              problems::add,
              Optional.of(output.path()),
              follow);
      for (String source : sources) {
        lister.add(source);
      }
      listed = all.count();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Leaves out what committed runs know.
   *
   * @param batch most sources of a batch
   */
  void compare(int batch) throws IOException {
    List<String> runs = output.runs();
    try (Batches dealt = new Batches(batch)) {
      for (int slice = 0; slice < IndexEntry.SLICES; slice++) {
        Index index = Index.read(storage, output.path(), runs, slice, IndexEntry.SLICES);
        SourceList.each(
            storage,
            folder + "/all",
            slice,
            file -> {
              if (isUnchanged(index, IndexEntry.ofSource(file, IndexEntry.Kind.SOURCE))) {
                unchanged++;
              } else {
                dealt.add(file);
              }
            });
      }
    }
    storage.delete(folder + "/all");
  }

  /** Another version of the program may be able to use what an earlier one rejected. */
  private boolean isUnchanged(Index index, IndexEntry source) throws IOException {
    Optional<Index.Known> known = index.find(source);
    if (known.isEmpty()) {
      return false;
    }
    return switch (known.get().entry().kind()) {
      case SOURCE -> true;
      case REJECTED_SOURCE -> program(known.get().run()).equals(program);
      case UNREAD_SOURCE, DUMP, PARTIAL_DUMP, CUT_DUMP -> false;
    };
  }

  /** The version that wrote a run; the manifest is read once. */
  private String program(String run) throws IOException {
    String wrote = programs.get(run);
    if (wrote == null) {
      wrote = output.manifest(run).program();
      programs.put(run, wrote);
    }
    return wrote;
  }

  /** One file a batch. */
  private final class Batches implements Closeable {
    private final int most;
    private SourceList current = new SourceList(storage, folder + "/new");

    Batches(int most) {
      this.most = most;
    }

    void add(SourceFile file) throws IOException {
      if (current.count() == most) {
        close();
        current = new SourceList(storage, folder + "/new");
        batches++;
      }
      current.add(batches, file);
      fresh++;
      likelyDumps +=
          DUMP_NAME.matcher(file.path()).matches() ? 1 : 1 + file.bytes() / LEAST_PACKED_BYTES;
    }

    @Override
    public void close() throws IOException {
      current.close();
    }
  }

  /** Files that were listed. */
  long listed() {
    return listed;
  }

  /** Of these, the files that committed runs know. */
  long unchanged() {
    return unchanged;
  }

  /** Of these, the files that they don't. */
  long fresh() {
    return fresh;
  }

  /** How many dumps are likely in these, by names and lengths: one for each that is not large. */
  long likelyDumps() {
    return likelyDumps;
  }

  /** How many batches the new ones make. */
  int batches() {
    return fresh == 0 ? 0 : batches + 1;
  }

  /** What was named and led nowhere. */
  List<SourceLister.Problem> problems() {
    return List.copyOf(problems);
  }

  /** Visits the sources of a batch, in their order. */
  void each(int number, NumberedFiles.Visitor<SourceFile> visitor) throws IOException {
    SourceList.each(storage, folder + "/new", number, visitor);
  }
}
