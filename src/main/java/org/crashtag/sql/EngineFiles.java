package org.crashtag.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.crashtag.decode.TableSchema;
import org.crashtag.storage.Storage;
import org.crashtag.store.CommitListener;
import org.crashtag.store.Manifest;
import org.crashtag.store.OutputFolder;

/**
 * Writes the statements for every engine to {@code _sql/<engine>.sql} in the output folder. They
 * always match the committed runs.
 */
public final class EngineFiles implements CommitListener {
  private static final int MOST_BYTES = 256 << 20;

  private final List<TableSchema> tables;

  /**
   * @param tables all that this program knows
   */
  public EngineFiles(List<TableSchema> tables) {
    this.tables = List.copyOf(tables);
  }

  @Override
  public void committed(Storage storage, OutputFolder output) throws IOException {
    Optional<Manifest> latest = output.latest();
    if (latest.isEmpty() || areCurrent(storage, output, latest.get())) {
      return;
    }
    EngineStatements statements = new EngineStatements(output.path(), output.manifests(), tables);
    for (Engine engine : Engine.values()) {
      byte[] script = statements.script(engine).getBytes(UTF_8);
      String file = output.path() + "/_sql/" + engine.fileName();
      if (!Arrays.equals(read(storage, file), script)) {
        storage.put(file, script);
      }
    }
  }

  /**
   * Whether all files are there and the one that is written last begins like that of the latest
   * run. Committed runs never change, so the rest is the same too, and a run without new files need
   * not read all of them.
   */
  private static boolean areCurrent(Storage storage, OutputFolder output, Manifest latest)
      throws IOException {
    String folder = output.path() + "/_sql";
    List<String> there = storage.list(folder).stream().map(Storage.Entry::path).toList();
    Engine last = null;
    for (Engine engine : Engine.values()) {
      if (!there.contains(folder + "/" + engine.fileName())) {
        return false;
      }
      last = engine;
    }
    byte[] head = EngineStatements.head(last, output.path(), latest).getBytes(UTF_8);
    try (InputStream stream =
        Channels.newInputStream(storage.open(folder + "/" + last.fileName()))) {
      return Arrays.equals(stream.readNBytes(head.length), head);
    }
  }

  /** The file's bytes; none if it is missing. */
  private static byte[] read(Storage storage, String file) throws IOException {
    return storage.read(file, MOST_BYTES).map(Storage.Versioned::bytes).orElse(new byte[0]);
  }
}
