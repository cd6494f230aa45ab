package org.crashtag.pipeline;

import java.io.Closeable;
import java.io.DataInput;
import java.io.IOException;
import org.crashtag.source.SourceFile;
import org.crashtag.storage.Storage;

/** Sources in numbered files of the staging folder. */
final class SourceList implements Closeable {
  private final NumberedFiles files;

  /**
   * @param folder whose files are written
   */
  SourceList(Storage storage, String folder) {
    this.files = new NumberedFiles(storage, folder);
  }

  /** Adds a source to the file of this number. */
  void add(int number, SourceFile file) throws IOException {
    files.add(
        number,
        out -> {
          out.writeUTF(file.path());
          out.writeLong(file.bytes());
          out.writeLong(file.modifiedMicros());
          out.writeUTF(file.tag());
        });
  }

  /** Sources so far. */
  long count() {
    return files.count();
  }

  @Override
  public void close() throws IOException {
    files.close();
  }

  /** Reads the sources of one file, in their order; none if there is no such file. */
  static void each(
      Storage storage, String folder, int number, NumberedFiles.Visitor<SourceFile> visitor)
      throws IOException {
    NumberedFiles.each(storage, folder, number, SourceList::read, visitor);
  }

  private static SourceFile read(DataInput in) throws IOException {
    return new SourceFile(in.readUTF(), in.readLong(), in.readLong(), in.readUTF());
  }
}
