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
   * Whether each file begins like that of the latest run. Committed runs never change, so the rest
   * is the same too, and a run without new files need not read it.
   */
  private static boolean areCurrent(Storage storage, OutputFolder output, Manifest latest)
      throws IOException {
    String folder = output.path() + "/_sql";
    List<String> there = storage.list(folder).stream().map(Storage.Entry::path).toList();
    for (Engine engine : Engine.values()) {
      String file = folder + "/" + engine.fileName();
      byte[] head = EngineStatements.head(engine, output.path(), latest).getBytes(UTF_8);
      if (!there.contains(file) || !Arrays.equals(read(storage, file, head.length), head)) {
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

  /** The file's bytes; none if it is missing. */
  private static byte[] read(Storage storage, String file) throws IOException {
    return storage.read(file, MOST_BYTES).map(Storage.Versioned::bytes).orElse(new byte[0]);
  }
}
