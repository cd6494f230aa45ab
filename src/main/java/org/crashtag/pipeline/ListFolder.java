package org.crashtag.pipeline;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;
import org.crashtag.store.OutputFolder;

/**
 * The folder of lists that only this process needs: in the output folder, which has room, or on
 * this machine's disk if the output is remote. It is removed when it is closed.
 *
 * @param storage of the folder
 */
record ListFolder(Storage storage, String path) implements Closeable {
  static ListFolder of(Storage storage, OutputFolder output) throws IOException {
    return storage.isRemote(output.path())
        ? new ListFolder(new LocalStorage(), Files.createTempDirectory("crashtag").toString())
        : new ListFolder(storage, output.staging("lists"));
  }

  @Override
  public void close() throws IOException {
    storage.delete(path);
  }
}
