package org.crashtag.sql;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.store.OutputFolder;

/**
 * A folder on this machine's disk for what an operation needs only while it works: in the output
 * folder, where there is room, or elsewhere if the output folder is remote.
 *
 * @param folder need not exist
 * @param near copies of remote parts
 * @param isElsewhere whether nobody else would remove the folder
 */
record Workspace(Path folder, PartCache near, boolean isElsewhere) implements Closeable {
  /**
   * A folder that no other operation uses.
   *
   * @param name of the operation's own folder in the output folder
   */
  static Workspace of(Storage storage, OutputFolder output, String name) throws IOException {
    boolean remote = storage.isRemote(output.path());
    Path folder = remote ? Files.createTempDirectory("crashtag") : Path.of(output.staging(name));
    return new Workspace(
        folder, new PartCache(storage, folder.resolve("near"), Long.MAX_VALUE), remote);
  }

  /**
   * A folder that no other operation uses, for one that follows another and needs the same parts.
   *
   * @param name of the operation's own folder in the output folder
   * @param near the other's copies
   */
  static Workspace of(Storage storage, OutputFolder output, String name, PartCache near)
      throws IOException {
    Workspace own = of(storage, output, name);
    return new Workspace(own.folder, near, own.isElsewhere);
  }

  /** A folder for what the engine can't keep in memory. */
  Path spill() {
    return folder.resolve("spill");
  }

  /** Removes the folder, unless it is in the output folder, which is swept. */
  @Override
  public void close() throws IOException {
    if (isElsewhere) {
      new LocalStorage().delete(folder.toString());
    }
  }
}
