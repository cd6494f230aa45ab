package org.crashtag.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crashtag.bytes.Escape;
import org.crashtag.decode.TableSchema;
import org.crashtag.storage.Storage;
import org.crashtag.store.CommitListener;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;

/**
 * Writes the statements to {@code _sql/<engine>.sql} in the output folder, for every engine that
 * can read from there. After a commit they match the committed runs.
 */
public final class EngineFiles implements CommitListener {
  private static final int MOST_HEAD_BYTES = 1 << 14;

  private static final Pattern FOLDER = Pattern.compile("(?m)^-- Output folder: (.*)$");

  private static final Pattern RUN = Pattern.compile("(?m)^-- As of: [^,\n]*, run (\\S*)$");
  private static final int MOST_BYTES = 256 << 20;

  private final List<TableSchema> tables;

  /**
   * @param tables all that this program knows
   */
  public EngineFiles(List<TableSchema> tables) {
    this.tables = List.copyOf(tables);
  }

  private static String folder(OutputFolder output) {
    return output.path() + "/_sql";
  }

  @Override
  public void committed(Storage storage, OutputFolder output) throws IOException {
    Optional<Manifest> latest = output.latest();
    if (latest.isEmpty() || areCurrent(storage, output, latest.get())) {
      return;
    }
    EngineStatements statements = new EngineStatements(output.path(), output.manifests(), tables);
    for (Engine engine : Engine.values()) {
      String file = folder(output) + "/" + engine.fileName();
      if (!statements.canBeReadBy(engine)) {
        storage.delete(file);
        continue;
      }
      byte[] script = statements.script(engine).getBytes(UTF_8);
      if (!Arrays.equals(read(storage, file), script)) {
        storage.put(file, script);
      }
    }
  }

  /**
   * Whether each file begins like that of the latest run. Committed runs never change, so the rest
   * is the same too, and a run without new files need not read it.
   */
  private static boolean areCurrent(Storage storage, OutputFolder output, Manifest latest)
      throws IOException {
    String folder = output.path() + "/_sql";
    List<String> there = storage.list(folder).stream().map(Storage.Entry::path).toList();
    for (Engine engine : Engine.values()) {
      String file = folder + "/" + engine.fileName();
      boolean isWanted = engine.location(View.absolute(output.path())).isPresent();
      byte[] head = EngineStatements.head(engine, output.path(), latest).getBytes(UTF_8);
      boolean isThere = there.contains(file);
      if (isThere != isWanted
          || (isThere && !Arrays.equals(read(storage, file, head.length), head))) {
        return false;
      }
    }
    return true;
  }

  private static byte[] read(Storage storage, String file, int most) throws IOException {
    try (InputStream stream = Channels.newInputStream(storage.open(file))) {
      return stream.readNBytes(most);
    }
  }

  /**
   * Why the files don't match the committed runs: they name another folder, because this one was
   * moved, or were written before the latest run.
   *
   * @param run the latest run
   * @return empty if they match, or if there are none
   */
  public static Optional<String> outdated(Storage storage, OutputFolder output, String run)
      throws IOException {
    for (Engine engine : Engine.values()) {
      String file = folder(output) + "/" + engine.fileName();
      if (storage.find(file).isPresent()) {
        String head = new String(read(storage, file, MOST_HEAD_BYTES), UTF_8);
        Matcher folder = FOLDER.matcher(head);
        if (folder.find() && !isSameFolder(storage, folder.group(1), output.path())) {
          return Optional.of("these statements name " + Escape.text(folder.group(1)));
        }
        Matcher asOf = RUN.matcher(head);
        // A run may have been committed meanwhile.
        if (!asOf.find() || asOf.group(1).compareTo(run) < 0) {
          return Optional.of("these statements are older than the latest run, " + run);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isSameFolder(Storage storage, String named, String output)
      throws IOException {
    return EngineStatements.printable(output).equals(named)
        || (storage.find(named).isPresent()
            && storage.canonical(named).equals(storage.canonical(output)));
  }

  /** The file's bytes; none if it is missing. */
  private static byte[] read(Storage storage, String file) throws IOException {
    return storage.read(file, MOST_BYTES).map(Storage.Versioned::bytes).orElse(new byte[0]);
  }
}
